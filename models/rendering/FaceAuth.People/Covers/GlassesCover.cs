using FaceAuth.People.Numbers;
using FaceAuth.People.People;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Covers;

/// <summary>Glasses: dark ones hide the eyes, clear ones do not.</summary>
/// <param name="frame">Colour of the frame, linear.</param>
/// <param name="tint">Colour of the lenses.</param>
/// <param name="density">How much of what is behind they hide: about 0.05 clear, 0.9 and more dark.</param>
/// <param name="roundness">1 round, 0.4 nearly square.</param>
internal sealed class GlassesCover(V3 frame, V3 tint, float density, float roundness) : Cover
{
    const int Around = 28;

    /// <inheritdoc/>
    public override string Name => IsObstacle ? "sunglasses" : "glasses";

    /// <inheritdoc/>
    public override bool IsObstacle => density > 0.5f;

    /// <inheritdoc/>
    public override IEnumerable<Surface> Surfaces(Person person, FaceState state)
    {
        var turn = Turn.Head(state.Yaw, state.Pitch, state.Roll);
        var rest = person.Rest;
        var head = person.Frame;
        var (right, left) = (person.Eyes.Right.Centre, person.Eyes.Left.Centre);
        var apart = (left.X - right.X) / 2;
        var (wide, high) = (apart * 0.86f, IsObstacle ? 2.3f : 1.9f);
        var depth = rest[168].Z - 0.4f;   // at the bridge of the nose
        V3 Rim(float side, double angle, float grow)
        {
            var (cos, sin) = ((float)Exact.Cos(angle), (float)Exact.Sin(angle));
            var x = Math.Sign(cos) * (float)Exact.Pow(Math.Abs(cos), roundness) * (wide + grow);
            var y = Math.Sign(sin) * (float)Exact.Pow(Math.Abs(sin), roundness) * (high + grow);
            var from = side * (apart + 0.25f) + x;
            return new(from, right.Y + 0.25f + y, depth + 0.022f * from * from);   // bent around the face
        }

        Surface Made(V3[] points, int[] corners, Material material) =>
            new([.. points.Select(p => person.Place(p, state, turn))], corners, points, material);

        var metal = new FrameMaterial(frame);
        for (var side = -1; side <= 1; side += 2)
        {
            var s = side;
            var (ring, ringCorners) = Shapes.Sheet(Around + 1, 2, (across, down) => Rim(s, 2 * Math.PI * across, down * 0.28f));
            yield return Made(ring, ringCorners, metal);
            var hinge = Rim(s, s > 0 ? 0 : Math.PI, 0.2f);
            var (temple, templeCorners) = Shapes.Sheet(6, 2, (across, down) =>
                V3.Mix(hinge, new(s * (head.HalfWidth + 0.5f), hinge.Y - 0.3f, head.Side + 2.5f), across)
                + new V3(0, down * 0.5f - 0.9f, 0));
            yield return Made(temple, templeCorners, metal);
        }

        var (bridge, bridgeCorners) = Shapes.Sheet(5, 2, (across, down) =>
            new((across - 0.5f) * 1.2f, right.Y - 0.2f + down * 0.4f - 0.2f * (float)Exact.Sin(Math.PI * across), depth - 0.02f));
        yield return Made(bridge, bridgeCorners, metal);
        for (var side = -1; side <= 1; side += 2)
        {
            var s = side;
            var (lens, lensCorners) = Shapes.Sheet(Around + 1, 2, (across, down) =>
                down == 0 ? Rim(s, 2 * Math.PI * across, 0.02f) : new(s * (apart + 0.25f), right.Y + 0.25f, depth + 0.02f * apart * apart));
            yield return Made(lens, lensCorners, new LensMaterial(tint, density, right.Y));
        }
    }
}
