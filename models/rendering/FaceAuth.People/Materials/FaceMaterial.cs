using FaceAuth.People.Numbers;
using FaceAuth.People.People;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Materials;

/// <summary>The face's skin.</summary>
/// <remarks>
/// U, V: place in the texture. W: nearness to the face's edge, where photos show hair and background and plain skin takes over; below 0 how
/// much lashes darken a lid's rim.
/// </remarks>
internal sealed class FaceMaterial(Skin skin, SkinMaterial plain, float gloss) : Material
{
    // Photos already hold the soft shading of a face in a room.
    const float Shading = 0.62f;

    /// <inheritdoc/>
    public override float Shade(in Fragment at, Lighting light, out V3 colour)
    {
        colour = skin.At(at.U, at.V);
        if (at.W > 0)
        {
            var edge = Math.Min(1, at.W * 1.25f);
            colour = V3.Mix(
                colour, plain.Colour(at.U * 14, at.V * 14) * (0.97f - 0.32f * edge * Math.Clamp((at.V - 0.25f) * 3, 0, 1)),
                edge * edge * (3 - 2 * edge));
        }

        colour *= light.On(at.Normal, Shading);
        if (at.W < 0) colour *= 1 - Math.Min(0.9f, at.W * at.W * at.W * at.W * 0.9f);
        colour += light.Gloss(at.Place, at.Normal, 4) * gloss;
        return 1;
    }
}
