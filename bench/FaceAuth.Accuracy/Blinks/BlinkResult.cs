namespace FaceAuth.Accuracy.Blinks;

/// <summary>What was found in one clip.</summary>
/// <param name="Fault">Why nothing; null when it could be read.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Found">Blinks: last open and open again, in seconds.</param>
/// <param name="Fps">Frames a second that its times were reckoned with.</param>
internal sealed record BlinkResult(string? Fault, double Seconds, IReadOnlyList<BlinkSpan> Found, double Fps = 30);

