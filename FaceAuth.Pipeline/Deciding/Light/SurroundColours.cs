using System.Numerics;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Life.Paths;

namespace FaceAuth.Pipeline.Deciding.Light;

/// <summary>The colours that the page's surround can take: grey, and four around it.</summary>
/// <remarks>
/// All have a relative luminance of 0.50–0.52 (WCAG 2.2), so that a change is no flash; none is a saturated red. They differ in what the
/// light on a face shows: red against green, and blue against green.
/// </remarks>
internal static class SurroundColours
{
    // linear light
    static readonly Vector3[] All =
    [
        new(0.50f, 0.50f, 0.50f),
        new(0.12f, 0.60f, 0.75f),   // cyan
        new(0.95f, 0.36f, 0.75f),   // pink
        new(0.85f, 0.46f, 0.06f),   // amber
        new(0.25f, 0.62f, 0.10f),   // green
    ];

    /// <summary>By red less green (X) and blue less green (Y): what light of so small a share adds to the logarithms of their ratios.</summary>
    public static readonly PathPlaces Places = new([.. All.Select(colour => new Vector2(colour.X - colour.Y, colour.Z - colour.Y) / 0.5f)]);

    /// <summary>A path over them as the client is told; the last one stays for so long.</summary>
    public static LightPlan Told(DrawnPath path, TimeSpan stay)
    {
        var colours = new List<LightColour> { Told(path.Places[0], TimeSpan.Zero) };
        for (var i = 0; i < path.Leaves.Count; i++) colours.Add(Told(path.Places[i + 1], path.Leaves[i]));
        return new(path.Move, path.Move + stay, colours);
    }

    static LightColour Told(int place, TimeSpan at) => new(at, Encode(All[place].X), Encode(All[place].Y), Encode(All[place].Z));

    // IEC 61966-2-1
    static byte Encode(float linear) =>
        (byte)MathF.Round(255 * (linear <= 0.0031308f ? 12.92f * linear : 1.055f * MathF.Pow(linear, 1 / 2.4f) - 0.055f));
}
