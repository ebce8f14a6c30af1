using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Attacks;

/// <summary>
/// A print: ink holds less contrast and colour than light, dots of the printer, a white border; paper takes the room's light.
/// </summary>
/// <remarks>U, V: 0–1 on the sheet.</remarks>
/// <param name="picture">The picture, linear.</param>
/// <param name="width">Its width.</param>
/// <param name="height">Its height.</param>
/// <param name="look">How the print looks.</param>
internal sealed class PaperMaterial(V3[] picture, int width, int height, PaperLook look) : Material
{
    /// <inheritdoc/>
    public override float Shade(in Fragment at, Lighting light, out V3 colour)
    {
        var paper = new V3(0.82f, 0.82f, 0.80f);
        var (u, v) = ((at.U - look.Border) / (1 - 2 * look.Border), (at.V - look.Border) / (1 - 2 * look.Border));
        colour = paper;
        if (u is > 0 and < 1 && v is > 0 and < 1)
        {
            var ink = Pixels.At(picture, width, height, u, v);
            var grey = 0.3f * ink.X + 0.6f * ink.Y + 0.1f * ink.Z;
            ink = V3.Mix(new(grey, grey, grey), ink, look.Colour);
            var dots = 1 + look.Dots * (float)(Exact.Sin(at.U * look.Screen) * Exact.Sin(at.V * look.Screen * 1.3));
            var lines = Noise.At(at.V * 160, 0, look.Seed) * look.Lines;   // the head's passes
            colour = (ink * (0.9f * (dots + lines)) + new V3(look.Black, look.Black, look.Black)) * paper;
        }

        colour *= light.On(at.Normal);
        colour += light.Gloss(at.Place, at.Normal, 4) * look.Gloss;
        return 1;
    }
}
