using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Covers;

/// <summary>Smooth plastic or metal of one colour.</summary>
internal sealed class FrameMaterial(V3 tone) : Material
{
    /// <inheritdoc/>
    public override float Shade(in Fragment at, Lighting light, out V3 colour)
    {
        colour = tone * light.On(at.Normal) + light.Gloss(at.Place, at.Normal, 4) * 0.25f;
        return 1;
    }
}
