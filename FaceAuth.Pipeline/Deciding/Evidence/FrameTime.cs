namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>When a picture was taken and when it came.</summary>
/// <param name="Captured">
/// By the camera's clock, from the RTP timestamp; only differences mean something. How long a blink took is measured
/// with it, since the network bunches pictures up.
/// </param>
/// <param name="Received">By the host's one clock. Deadlines, and whether a challenge was answered too early, go by it.</param>
internal readonly record struct FrameTime(TimeSpan Captured, TimeSpan Received);
