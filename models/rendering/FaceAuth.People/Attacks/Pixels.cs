using FaceAuth.People.Numbers;

namespace FaceAuth.People.Attacks;

/// <summary>Reads a picture between its pixels.</summary>
internal static class Pixels
{
    /// <summary>Colour at shares across and down.</summary>
    public static V3 At(V3[] picture, int width, int height, float u, float v)
    {
        var x = Math.Clamp(u * width - 0.5f, 0, width - 1.001f);
        var y = Math.Clamp(v * height - 0.5f, 0, height - 1.001f);
        var (fx, fy, at) = (x - (int)x, y - (int)y, (int)y * width + (int)x);
        var above = V3.Mix(picture[at], picture[at + 1], fx);
        return V3.Mix(above, V3.Mix(picture[at + width], picture[at + width + 1], fx), fy);
    }
}
