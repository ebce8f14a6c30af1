using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Materials;

/// <summary>An eye behind its lids. U, V: cm from the eye's middle; W: nearness to the lids, 1 at the rim.</summary>
/// <param name="iris">Colour, linear.</param>
/// <param name="radius">Of the iris, cm.</param>
/// <param name="gazeX">Where the iris is.</param>
/// <param name="gazeY">Down.</param>
/// <param name="pupil">Radius of the pupil as a share of the iris.</param>
/// <param name="seed">Of its threads.</param>
internal sealed class EyeMaterial(V3 iris, float radius, float gazeX, float gazeY, float pupil, uint seed) : Material
{
    const float Ball = 1.2f;   // cm

    /// <inheritdoc/>
    public override float Shade(in Fragment at, Lighting light, out V3 colour)
    {
        var (x, y) = (at.U - gazeX, at.V - gazeY);
        var from = MathF.Sqrt(x * x + y * y) / radius;
        var normal = (new V3(at.U / Ball, at.V / Ball, -1)).Unit;
        var lit = light.On(normal, 0.6f);
        var white = new V3(0.62f, 0.55f, 0.52f) * (1 - 0.18f * MathF.Abs(at.U));
        white *= 1 + 0.06f * Noise.At(at.U * 9, at.V * 9, seed);
        colour = white;
        if (from < 1.12f)
        {
            var angle = (float)Exact.Atan2(y, x);
            var threads = 0.75f + 0.35f * Noise.At(angle * 9, from * 2, seed + 1) + 0.25f * Noise.At(angle * 3, from * 5, seed + 2);
            var inside = iris * (threads * (1.15f - 0.75f * from * from * from));
            if (from < pupil + 0.06f) inside = V3.Mix(new(0.004f, 0.004f, 0.004f), inside, Math.Clamp((from - pupil) / 0.06f, 0, 1));
            colour = V3.Mix(inside, white, Math.Clamp((from - 0.94f) / 0.18f, 0, 1));
        }

        // the upper lid's shadow, and the corners'
        var shadow = 1 - 0.55f * at.W * at.W - 0.28f * Math.Clamp(-at.V * 2.2f + 0.2f, 0, 1);
        colour *= lit * Math.Max(0.15f, shadow);
        // a window or lamp mirrored on the wet ball
        var (gx, gy) = (at.U - light.Main.X * 0.32f, at.V - light.Main.Y * 0.28f);
        var glint = 1 - (gx * gx * 90 + gy * gy * 60);
        if (glint > 0) colour += light.MainColour * (1.1f * glint * (1 - at.W));
        return 1;
    }
}
