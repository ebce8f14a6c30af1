using System.Numerics;

namespace FaceAuth.Pipeline.Deciding.Life.Paths;

/// <summary>How something may follow a path: how strongly on each axis, and how late.</summary>
/// <param name="Least">Least gain, an axis each.</param>
/// <param name="Most">Largest gain.</param>
/// <param name="LagLeast">Least delay.</param>
/// <param name="LagMost">Largest delay.</param>
internal readonly record struct PathLimits(Vector2 Least, float Most, TimeSpan LagLeast, TimeSpan LagMost);
