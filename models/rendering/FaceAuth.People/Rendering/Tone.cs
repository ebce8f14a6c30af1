using FaceAuth.People.Numbers;

namespace FaceAuth.People.Rendering;

/// <summary>Between linear light and what screens and files carry (IEC 61966-2-1), from tables.</summary>
internal static class Tone
{
    const int Steps = 4096;

    static readonly float[] Linear = Table(256, value => value <= 0.04045 ? value / 12.92 : Exact.Pow((value + 0.055) / 1.055, 2.4));
    static readonly float[] Coded = Table(
        Steps + 1, value => value <= 0.0031308 ? 12.92 * value : 1.055 * Exact.Pow(value, 1 / 2.4) - 0.055);

    /// <summary>Coded 0–255 to linear 0–1.</summary>
    public static float ToLinear(float coded)
    {
        var at = Math.Clamp(coded, 0, 254.99f);
        var below = (int)at;
        return Linear[below] + (Linear[below + 1] - Linear[below]) * (at - below);
    }

    /// <summary>Linear to coded 0–255; what is brighter than white bends over softly.</summary>
    public static float ToCoded(float linear)
    {
        if (linear > 0.8f) linear = 0.8f + 0.2f * (1 - 1 / (1 + (linear - 0.8f) / 0.2f));
        if (linear <= 0) return 0;
        var at = linear * Steps;
        var below = Math.Min((int)at, Steps - 1);
        return 255 * (Coded[below] + (Coded[below + 1] - Coded[below]) * (at - below));
    }

    /// <summary>The same for three.</summary>
    public static V3 ToLinear(V3 coded) => new(ToLinear(coded.X), ToLinear(coded.Y), ToLinear(coded.Z));

    /// <summary>The same for three.</summary>
    public static V3 ToCoded(V3 linear) => new(ToCoded(linear.X), ToCoded(linear.Y), ToCoded(linear.Z));

    static float[] Table(int count, Func<double, double> curve) =>
        [.. Enumerable.Range(0, count).Select(i => (float)curve(i / (count - 1.0)))];
}
