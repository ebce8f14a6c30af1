namespace FaceAuth.Accuracy.Pad;

/// <summary>What came of one session.</summary>
/// <param name="Fault">Why nothing came of it; null when something did.</param>
/// <param name="Pictures">Each picture alone.</param>
/// <param name="Windows">Some seconds at a time, as a session.</param>
internal sealed record PadResult(string? Fault, IReadOnlyList<PadPicture> Pictures, IReadOnlyList<PadWindow> Windows);
