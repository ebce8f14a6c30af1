using FaceAuth.Frames;

namespace FaceAuth.Accuracy.Pictures;

/// <summary>One of many pictures read: exactly one of frame and fault is set.</summary>
/// <param name="Index">Its place in the list that was asked for.</param>
/// <param name="Frame">The picture, owned by whoever takes it.</param>
/// <param name="Fault">Why there is none, without the picture's name.</param>
internal readonly record struct DecodedPicture(int Index, VideoFrame? Frame, string? Fault);
