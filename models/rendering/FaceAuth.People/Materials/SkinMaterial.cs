using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Materials;

/// <summary>Skin where there is no texture: neck, ears, hands, a bald head. Coordinates are in cm on the part itself.</summary>
/// <param name="tone">Colour in linear light.</param>
/// <param name="seed">Of its blotches.</param>
/// <param name="shadeBelow">Height in the part's own coordinates from which it darkens downwards within 3 cm; infinity for nowhere.</param>
internal sealed class SkinMaterial(V3 tone, uint seed, float shadeBelow = float.PositiveInfinity) : Material
{
    /// <summary>Its colour at a place, without light.</summary>
    public V3 Colour(float x, float y)
    {
        var rough = 0.05f * Noise.At(x * 0.9f, y * 0.9f, seed) + 0.05f * Noise.At(x * 7, y * 7, seed + 1)
            + 0.05f * Noise.At(x * 17, y * 17, seed + 2);
        return tone * new V3(1 + rough * 0.8f, 1 + rough, 1 + rough);
    }

    /// <inheritdoc/>
    public override float Shade(in Fragment at, Lighting light, out V3 colour)
    {
        colour = Colour(at.U + 0.37f * at.W, at.V) * light.On(at.Normal, 0.7f);
        // the head's own shadow on what lies under the chin
        if (shadeBelow < float.PositiveInfinity) colour *= 0.52f + 0.3f * Math.Clamp((at.V - shadeBelow) / 5, 0, 1);
        // light grazes off the rim of a round part
        colour *= 0.6f + 0.4f * Math.Clamp(-V3.Dot(at.Normal, at.Place.Unit) * 1.6f, 0, 1);
        return 1;
    }
}
