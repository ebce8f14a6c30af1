namespace FaceAuth.Load.Simulate;

/// <summary>When to send a picture, and as what.</summary>
/// <param name="DueAt">On the schedule's clock.</param>
/// <param name="RtpTimestamp">90 kHz.</param>
internal readonly record struct ScheduledPicture(TimeSpan DueAt, uint RtpTimestamp);
