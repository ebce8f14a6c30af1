using FaceAuth.Frames;

namespace FaceAuth.Accuracy.Pictures;

/// <summary>A picture of a session and when the camera took it.</summary>
/// <param name="Frame">The picture; whoever takes it disposes it.</param>
/// <param name="At">Since the session's first picture.</param>
internal readonly record struct TimedPicture(VideoFrame Frame, TimeSpan At);
