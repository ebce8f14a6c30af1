using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Covers;

/// <summary>Cloth or paper with pleats across; coordinates are head space.</summary>
internal sealed class MaskMaterial(V3 tone, uint seed, bool isScarf, float top) : Material
{
    /// <inheritdoc/>
    public override float Shade(in Fragment at, Lighting light, out V3 colour)
    {
        var row = at.V - top;
        var pleat = isScarf
            ? 0.35f * Noise.Layers(at.U * 0.25f, at.V * 0.9f, seed, 3)
            : MathF.Abs(row % 1.9f - 1.7f) < 0.09f && row > 2 ? -0.22f : 0;
        var weave = 0.06f * Noise.At(at.U * 11, at.V * 11, seed + 1) + (isScarf ? 0.12f * Noise.At(at.U * 4, at.V * 4, seed + 2) : 0);
        colour = tone * (1 + pleat + weave) * light.On(at.Normal);
        return 1;
    }
}
