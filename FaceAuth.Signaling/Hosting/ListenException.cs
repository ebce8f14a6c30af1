namespace FaceAuth.Signaling.Hosting;

/// <summary>The server cannot listen where it was told to; the message says where, and what to do.</summary>
/// <param name="message">For the operator.</param>
/// <param name="cause">What was thrown.</param>
internal sealed class ListenException(string message, Exception cause) : Exception(message, cause);
