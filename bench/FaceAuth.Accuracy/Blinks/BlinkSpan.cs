namespace FaceAuth.Accuracy.Blinks;

/// <summary>A blink found.</summary>
/// <param name="From">Last open, in seconds.</param>
/// <param name="To">Open again, in seconds.</param>
internal sealed record BlinkSpan(double From, double To);
