namespace FaceAuth.Pipeline.Packs;

/// <summary>A model that is FaceAuth's own and lies beside the manifest.</summary>
/// <param name="File">File name without folder.</param>
/// <param name="Sha256">SHA-256 of the file, 64 hexadecimal digits in lower case.</param>
/// <param name="Bytes">Size of the file.</param>
internal sealed record OwnModelEntry(string File, string Sha256, long Bytes);
