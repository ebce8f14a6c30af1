using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Covers;

/// <summary>A lens: tinted, darker above, with the room's light mirrored in it.</summary>
internal sealed class LensMaterial(V3 tint, float density, float middle) : Material
{
    /// <inheritdoc/>
    public override float Shade(in Fragment at, Lighting light, out V3 colour)
    {
        var height = Math.Clamp((at.V - middle) * 0.3f + 0.5f, 0, 1);
        var mirrored = (light.Around + light.Screen) * (0.04f + 0.1f * Math.Clamp(0.35f - height, 0, 1))
            + light.Gloss(at.Place, at.Normal, 5) * 0.4f;
        colour = tint + mirrored;
        return Math.Min(1, density * (1.04f - 0.14f * height) + mirrored.Y * 0.3f);
    }
}
