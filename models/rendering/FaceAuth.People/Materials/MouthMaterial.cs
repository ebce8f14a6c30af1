using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Materials;

/// <summary>The inside of a mouth: upper teeth, dark, tongue. Coordinates are head space, which the jaw does not move.</summary>
/// <param name="edge">Height of the upper teeth's edge.</param>
/// <param name="halfWidth">Half of the row of teeth, cm.</param>
/// <param name="floor">Height of the lower lip: the tongue lies there.</param>
/// <param name="gap">How far light gets in: 0 between closed lips, 1 in an open mouth.</param>
internal sealed class MouthMaterial(float edge, float halfWidth, float floor, float gap) : Material
{
    /// <inheritdoc/>
    public override float Shade(in Fragment at, Lighting light, out V3 colour)
    {
        var side = MathF.Abs(at.U) / halfWidth;
        var arch = edge - 0.25f * side * side;
        if (at.V < arch && side < 1)
        {
            var place = MathF.Abs(at.U) / 0.8f;
            var between = MathF.Abs(place - MathF.Floor(place + 0.5f));   // 0 between two teeth
            var tooth = 0.55f * (1 - 0.55f * side * side) * (between < 0.06f ? 0.55f : 1)
                * Math.Clamp((arch - at.V) * 6, 0.4f, 1) * (0.06f + 0.94f * gap);
            colour = new V3(tooth, tooth * 0.93f, tooth * 0.82f) * light.On(new(0, 0, -1));
            return 1;
        }

        var tongue = Math.Clamp(1 - (floor - at.V) / 0.9f, 0, 1) * Math.Clamp(1.3f - side, 0, 1);
        colour = V3.Mix(new(0.02f, 0.006f, 0.006f), new(0.16f, 0.05f, 0.045f), tongue * tongue) * light.On(new(0, -0.5f, -0.8f));
        return 1;
    }
}
