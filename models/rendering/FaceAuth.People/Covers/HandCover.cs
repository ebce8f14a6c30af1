using FaceAuth.People.Materials;
using FaceAuth.People.Numbers;
using FaceAuth.People.People;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Covers;

/// <summary>A hand in front of the mouth or an eye, in the person's own skin; or a phone held there.</summary>
/// <param name="place">Middle of it beside the middle of the face, cm.</param>
/// <param name="angle">Direction of the fingers in degrees, 0 up, clockwise.</param>
/// <param name="holdsPhone">Whether a phone is in front of it.</param>
internal sealed class HandCover(V3 place, float angle, bool holdsPhone = false) : Cover
{
    /// <inheritdoc/>
    public override string Name => holdsPhone ? "phone" : "hand";

    /// <inheritdoc/>
    public override IEnumerable<Surface> Surfaces(Person person, FaceState state)
    {
        var lean = Turn.Head(0, 8, angle);
        var at = new V3(state.X, state.Y, state.Distance) + place;
        var skin = new SkinMaterial(person.SkinColour * new V3(0.95f, 0.85f, 0.8f), 91);
        Surface Part(V3 middle, V3 radii)
        {
            var (points, corners) = Shapes.Ellipsoid(middle, radii, 18, 14, 0.7);
            return new([.. points.Select(p => at + lean.Apply(p))], corners, points, skin);
        }

        if (holdsPhone)
        {
            var (slab, slabCorners) = Shapes.Sheet(8, 12, (across, down) => new((across - 0.5f) * 7.4f, (down - 0.5f) * 15.2f, -1.9f));
            yield return new([.. slab.Select(p => at + lean.Apply(p))], slabCorners, slab, new PhoneMaterial());
            for (var i = 0; i < 4; i++) yield return Part(new(-3.6f + 0.3f * i, -1 + 2.0f * i, -2.0f), new(1.6f, 0.85f, 0.8f));
            yield return Part(new(3.6f, 1, -1.9f), new(0.9f, 2.6f, 0.8f));
            yield break;
        }

        yield return Part(new(0, 3.6f, 0), new(4.3f, 4.6f, 1.3f));
        for (var finger = 0; finger < 4; finger++)
        {
            var length = finger is 1 or 2 ? 4.3f : 3.6f;
            yield return Part(new(-3.1f + 2.05f * finger, -length + 1.2f, -0.1f * finger), new(1.0f, length, 0.95f));
        }

        yield return Part(new(5.0f, 2.0f, -0.4f), new(1.1f, 3.2f, 1.0f));
        yield return Part(new(0.3f, 13, 1.2f), new(3.4f, 8, 2.6f));
    }
}
