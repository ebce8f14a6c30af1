using FaceAuth.People.Numbers;
using FaceAuth.People.People;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Covers;

/// <summary>A mask over mouth and nose, held at the ears; below the eyes' line of sight. Or a scarf drawn up, in cloth.</summary>
/// <param name="tone">Colour, linear.</param>
/// <param name="seed">Of its folds.</param>
/// <param name="isScarf">Looser, in folds, down over the chin.</param>
internal sealed class MaskCover(V3 tone, uint seed, bool isScarf = false) : Cover
{
    /// <inheritdoc/>
    public override string Name => isScarf ? "scarf" : "mask";

    /// <inheritdoc/>
    public override IEnumerable<Surface> Surfaces(Person person, FaceState state)
    {
        var face = person.Face(state);
        var frame = person.Frame;
        var turn = Turn.Head(state.Yaw, state.Pitch, state.Roll);
        // from the bridge of the nose to below the chin, and back to the ears
        var bridge = V3.Mix(face[6], face[4], 0.35f);
        var (tip, chin) = (face[4], face[152]);
        var loose = isScarf ? 1.2f : 0.45f;
        var (points, corners) = Shapes.Sheet(37, 17, (across, down) =>
        {
            var side = 2 * across - 1;   // −1 at the ear on the picture's left, 1 at the other
            var bend = side * side;
            var upper = bridge.Y + 0.2f + bend * (isScarf ? 1.8f : 2.2f);
            var lower = chin.Y + (isScarf ? 6 : 1.1f) - bend * (isScarf ? 1 : 4.0f);
            var y = upper + down * (lower - upper);
            var angle = side * 1.25f;
            // the tip of the nose holds it off; below it falls to the chin
            var below = Math.Clamp((y - tip.Y) / (chin.Y - tip.Y), 0, 1.2f);
            var front = y < tip.Y
                ? bridge.Z + (tip.Z - bridge.Z) * Math.Clamp((y - bridge.Y) / (tip.Y - bridge.Y), 0, 1)
                : tip.Z + (chin.Z - tip.Z) * below * below;
            var wide = frame.HalfWidth * (1.02f - 0.12f * Math.Clamp((y - frame.Mouth) / 5, 0, 1)) + (isScarf ? 1 : 0);
            var (sin, cos) = ((float)Exact.Sin(angle), (float)Exact.Cos(angle));
            var depth = frame.Side + 0.4f - front + loose;
            // cheeks are flatter than an ellipse: the middle stands out
            var forward = cos * 0.75f + cos * cos * cos * cos * 0.25f;
            return new(
                wide * sin / (float)Exact.Sin(1.25), y, frame.Side + 0.4f - depth * forward + 0.12f * Noise.At(across * 5, down * 6, seed));
        });
        yield return new(
            [.. points.Select(p => person.Place(p, state, turn))], corners, points, new MaskMaterial(tone, seed, isScarf, bridge.Y));
    }
}
