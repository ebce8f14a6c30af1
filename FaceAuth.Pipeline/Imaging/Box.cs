using System.Numerics;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>An upright rectangle in picture pixels; it may reach beyond the picture.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width, 0 or more.</param>
/// <param name="Height">Height, 0 or more.</param>
internal readonly record struct Box(float X, float Y, float Width, float Height)
{
    /// <summary>Right edge.</summary>
    public float Right => X + Width;

    /// <summary>Bottom edge.</summary>
    public float Bottom => Y + Height;

    /// <summary>Middle point.</summary>
    public Vector2 Centre => new(X + Width / 2, Y + Height / 2);

    /// <summary>Area in square pixels.</summary>
    public float Area => Width * Height;

    /// <summary>Intersection over union with <paramref name="other"/>, 0–1; 0 when both are empty.</summary>
    public float Overlap(in Box other)
    {
        var width = MathF.Min(Right, other.Right) - MathF.Max(X, other.X);
        var height = MathF.Min(Bottom, other.Bottom) - MathF.Max(Y, other.Y);
        if (width <= 0 || height <= 0) return 0;
        var shared = width * height;
        return shared / (Area + other.Area - shared);
    }
}
