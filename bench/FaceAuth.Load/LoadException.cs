namespace FaceAuth.Load;

/// <summary>A load run cannot go on; the message says why and what to do.</summary>
internal sealed class LoadException(string message, Exception? inner = null) : Exception(message, inner);
