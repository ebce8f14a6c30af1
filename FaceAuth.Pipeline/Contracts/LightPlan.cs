namespace FaceAuth.Pipeline.Contracts;

/// <summary>The colours that the page's surround takes, one after another, from the moment it is told on.</summary>
/// <param name="Move">How long it takes from one to the next.</param>
/// <param name="Stay">How long the last is looked for, from when the surround begins to take it.</param>
/// <param name="Colours">The first at once, the others when they begin.</param>
public sealed record LightPlan(TimeSpan Move, TimeSpan Stay, IReadOnlyList<LightColour> Colours);

/// <summary>A colour of the surround, sRGB.</summary>
/// <param name="At">When the surround begins to take it.</param>
/// <param name="Red">0–255.</param>
/// <param name="Green">0–255.</param>
/// <param name="Blue">0–255.</param>
public readonly record struct LightColour(TimeSpan At, byte Red, byte Green, byte Blue);
