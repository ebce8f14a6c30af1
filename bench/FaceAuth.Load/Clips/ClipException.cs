namespace FaceAuth.Load.Clips;

/// <summary>A clip cannot be played; the message says why and what to do.</summary>
internal sealed class ClipException(string message, Exception? inner = null) : Exception(message, inner);
