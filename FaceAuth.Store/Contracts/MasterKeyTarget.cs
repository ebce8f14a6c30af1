namespace FaceAuth.Store.Contracts;

/// <summary>The master key that a rotation brings: one of a file, or what a program prints.</summary>
/// <param name="File">The file, made with a new key where it is not there; null where <paramref name="Command"/> is set.</param>
/// <param name="Command">Program and arguments, as Store:MasterKeyCommand.</param>
/// <param name="HandsOver">
/// Whether running servers learn the new root key under the old one, until the rotation ends; else they must be stopped.
/// </param>
public sealed record MasterKeyTarget(string? File, string? Command, bool HandsOver = true);
