using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Materials;

/// <summary>Cloth: a colour, perhaps stripes, and folds. Coordinates are cm on the body.</summary>
/// <param name="tone">Colour, linear.</param>
/// <param name="stripe">Colour of the stripes; the same for none.</param>
/// <param name="width">Width of a stripe, cm.</param>
/// <param name="seed">Of its folds.</param>
internal sealed class ClothMaterial(V3 tone, V3 stripe, float width, uint seed) : Material
{
    /// <inheritdoc/>
    public override float Shade(in Fragment at, Lighting light, out V3 colour)
    {
        var place = at.V / width;
        colour = place - MathF.Floor(place) < 0.3f ? stripe : tone;
        var fold = 0.25f * Noise.Layers(at.U * 0.22f, at.V * 0.12f, seed, 3) + 0.12f * Noise.At(at.U * 5, at.V * 5, seed + 9);
        colour *= (1 + fold) * 1f;
        colour *= light.On(at.Normal, 0.75f, 0.85f);
        return 1;
    }
}
