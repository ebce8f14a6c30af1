namespace FaceAuth.People.Numbers;

/// <summary>Smooth noise over the plane and over time.</summary>
internal static class Noise
{
    /// <summary>−1 to 1, one hill or valley about each whole number.</summary>
    public static float At(float x, float y, uint seed)
    {
        var (fx, fy) = (MathF.Floor(x), MathF.Floor(y));
        var (ix, iy) = ((int)fx, (int)fy);
        var (u, v) = (Ease(x - fx), Ease(y - fy));
        var above = Grid(ix, iy, seed) * (1 - u) + Grid(ix + 1, iy, seed) * u;
        var below = Grid(ix, iy + 1, seed) * (1 - u) + Grid(ix + 1, iy + 1, seed) * u;
        return above * (1 - v) + below * v;
    }

    /// <summary>Several sizes on top of each other, each half as large and half as strong as the one before.</summary>
    public static float Layers(float x, float y, uint seed, int count)
    {
        var (sum, weight) = (0f, 0.5f);
        for (var i = 0; i < count; i++)
        {
            sum += weight * At(x, y, seed + (uint)i);
            (x, y, weight) = (2.03f * x, 2.03f * y, weight / 2);
        }

        return sum;
    }

    /// <summary>A slow wandering about 0 with deviation about 1, made of five sines that fit no common period.</summary>
    /// <param name="seconds">When.</param>
    /// <param name="seed">Which.</param>
    /// <param name="tempo">Swings a second of the slowest.</param>
    public static float Sway(double seconds, uint seed, double tempo)
    {
        var sum = 0.0;
        for (var i = 0; i < 5; i++)
        {
            var phase = (Dice.Mix(seed * 31 + (ulong)i) >> 40) * (6.2831853 / (1 << 24));
            sum += Exact.Sin(6.2831853 * tempo * (1 + 0.618 * i + 0.31 * i * i) * seconds + phase) / (1 + 0.7 * i);
        }

        return (float)(sum * 0.95);
    }

    /// <summary>−1 to 1 for a place on the grid.</summary>
    public static float Grid(int x, int y, uint seed)
    {
        var h = (uint)x * 0x9E3779B1u ^ (uint)y * 0x85EBCA77u ^ seed * 0xC2B2AE3Du;
        h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
        h = (h ^ (h >> 12)) * 0x297A2D39u;
        return ((h ^ (h >> 15)) >> 8) * (2f / (1 << 24)) - 1;
    }

    static float Ease(float t) => t * t * (3 - 2 * t);
}
