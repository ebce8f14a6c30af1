using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Covers;

/// <summary>The back of a phone: dark glass with lenses; coordinates are cm on it.</summary>
internal sealed class PhoneMaterial : Material
{
    /// <inheritdoc/>
    public override float Shade(in Fragment at, Lighting light, out V3 colour)
    {
        colour = default;
        var (x, y) = (MathF.Abs(at.U) - 2.8f, MathF.Abs(at.V) - 6.7f);
        if (x > 0 && y > 0 && x * x + y * y > 0.81f) return 0;   // round corners
        var (lx, ly) = (at.U + 2.2f, MathF.Abs(at.V + 5.6f) - 0.8f);
        var lens = lx * lx + ly * ly < 0.35f;
        colour = (lens ? new V3(0.004f, 0.004f, 0.008f) : new V3(0.025f, 0.027f, 0.032f)) * light.On(at.Normal)
            + light.Around * (0.05f - 0.002f * at.V);
        return 1;
    }
}
