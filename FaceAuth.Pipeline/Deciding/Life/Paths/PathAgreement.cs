namespace FaceAuth.Pipeline.Deciding.Life.Paths;

/// <summary>How well something followed a path.</summary>
/// <param name="Better">Of all paths that could have been drawn, how many it followed as well or better.</param>
/// <param name="Explained">Share of its changes that the path explains, 0–1.</param>
/// <param name="Lag">The delay at which it does.</param>
internal readonly record struct PathAgreement(int Better, float Explained, TimeSpan Lag);
