namespace FaceAuth.Media.Contracts;

/// <summary>The media server could not start. The message says what to do about it.</summary>
public sealed class MediaStartException(string message, Exception? inner = null) : Exception(message, inner);
