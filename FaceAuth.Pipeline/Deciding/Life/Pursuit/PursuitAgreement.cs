namespace FaceAuth.Pipeline.Deciding.Life.Pursuit;

/// <summary>How well a face followed a path.</summary>
/// <param name="Better">Of all paths that could have been drawn, how many the face followed as well or better.</param>
/// <param name="Explained">Share of the face's movement that the path explains, 0–1.</param>
/// <param name="Lag">The delay at which it does.</param>
internal readonly record struct PursuitAgreement(int Better, float Explained, TimeSpan Lag);
