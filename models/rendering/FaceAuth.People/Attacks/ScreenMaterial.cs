using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Attacks;

/// <summary>A lit screen with a picture. U, V: 0–1 on the picture.</summary>
/// <remarks>
/// Its own light, its blue whites and lifted blacks, a grid of dots that beats with the camera's own (moiré), bands of its refresh,
/// and the room mirrored in its glass.
/// </remarks>
/// <param name="picture">The picture, linear.</param>
/// <param name="width">Its width.</param>
/// <param name="height">Its height.</param>
/// <param name="look">How the screen looks.</param>
/// <param name="seconds">When: bands wander.</param>
internal sealed class ScreenMaterial(V3[] picture, int width, int height, ScreenLook look, double seconds) : Material
{
    const float Mirrored = 0.04f;   // by glass, straight on

    readonly float _band = (float)(seconds * look.BandSpeed - Math.Floor(seconds * look.BandSpeed));

    /// <inheritdoc/>
    public override float Shade(in Fragment at, Lighting light, out V3 colour)
    {
        var shown = Pixels.At(picture, width, height, at.U, at.V);
        shown = shown * look.Contrast + new V3(look.Black, look.Black, look.Black * 1.3f);
        shown *= new V3(0.93f, 1, 1.09f) * look.Brightness;
        // two gratings of nearly the camera's pitch: their beat is what a camera sees of the dots
        var beat = (float)(Exact.Sin(look.MoireX * at.U + look.MoireTilt * at.V) + Exact.Sin(look.MoireY * at.V - look.MoireTilt * at.U));
        shown *= new V3(
            1 + look.Moire * beat, 1 - look.Moire * 0.6f * beat,
            1 + look.Moire * 0.8f * (float)Exact.Sin(look.MoireY * 0.7 * at.V + look.MoireX * 0.4 * at.U));
        var from = at.V - _band;
        from -= MathF.Floor(from);
        shown *= 1 - look.Band * (from < 0.3f ? 1 : 0.3f);
        // a lamp and the bright room in the glass
        var (gx, gy) = (at.U - look.GlareX, at.V - look.GlareY);
        var glare = Math.Max(0, 1 - (gx * gx * 14 + gy * gy * 22));
        colour = shown + light.Around * 0.025f + light.Screen * Mirrored + (light.MainColour + light.Around) * (look.Glare * glare * glare);
        return 1;
    }
}
