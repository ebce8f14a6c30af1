using FaceAuth.People.Materials;
using FaceAuth.People.Model;
using FaceAuth.People.Numbers;
using FaceAuth.People.People;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Scenes;

/// <summary>The surfaces of a person at one moment, in camera space.</summary>
/// <param name="person">Who.</param>
/// <param name="look">In what.</param>
internal sealed class Body(Person person, Look look)
{
    readonly HeadFrame _frame = person.Frame;
    readonly uint _seed = (uint)Dice.Mix(person.Traits.Seed ^ 5);
    readonly SkinMaterial _plain = new(person.SkinColour, (uint)Dice.Mix(person.Traits.Seed ^ 3));

    /// <summary>The mesh's true points at one moment, in camera space.</summary>
    public V3[] MeshPoints(in FaceState state)
    {
        var turn = Turn.Head(state.Yaw, state.Pitch, state.Roll);
        var points = person.Face(state);
        for (var i = 0; i < points.Length; i++) points[i] = person.Place(points[i], state, turn);
        return points;
    }

    /// <summary>What is to be drawn, the nearest first.</summary>
    public IEnumerable<Surface> Surfaces(FaceState state)
    {
        var turn = Turn.Head(state.Yaw, state.Pitch, state.Roll);
        var face = person.Face(state);
        Surface Head(V3[] points, int[] corners, Material material, V3[]? coordinates = null, float behind = 0) =>
            new([.. points.Select(p => person.Place(p, state, turn))], corners, coordinates ?? points, material) { Behind = behind };

        var traits = person.Traits;
        var volume = traits.Cut == HairCut.Shaved ? 0.25f : 0.5f + traits.HairVolume;
        var (cap, capCorners) = Shapes.Ellipsoid(
            _frame.Skull + new V3(0, -0.2f, 0.2f), _frame.Radii + new V3(0.4f, 0.5f, 0.35f) * volume, 36, 28, 0.82);
        yield return Head(cap, capCorners, new HairMaterial(person, isCurtain: false));

        yield return Head(
            face[..MeshRings.Points], person.Layout.Corners, new FaceMaterial(person.Skin, _plain, look.Gloss), FaceCoordinates(state));
        yield return Eye(person.Eyes.Right, face, state.RightEye, state, Head);
        yield return Eye(person.Eyes.Left, face, state.LeftEye, state, Head);
        yield return Mouth(face, Head);
        yield return Rim(face, Head);
        var (skull, skullCorners) = Shapes.Ellipsoid(_frame.Skull, _frame.Radii, fullness: 0.82);
        yield return Head(skull, skullCorners, _plain, behind: 4);
        for (var side = -1; side <= 1; side += 2)
        {
            var (ear, earCorners) = Shapes.Ellipsoid(
                new(side * (_frame.HalfWidth + 0.35f), _frame.Eyes + 1.7f, _frame.Side + 1.3f), new(0.75f, 3.0f, 1.5f), 16, 12);
            yield return Head(ear, earCorners, new SkinMaterial(person.SkinColour * new V3(0.95f, 0.72f, 0.68f), _seed));
        }

        if (traits.Cut == HairCut.Long) yield return Curtain(Head);
        yield return Neck(state, turn);
        yield return Torso(state);
    }

    V3[] FaceCoordinates(in FaceState state)
    {
        var coordinates = new V3[MeshRings.Points];
        for (var i = 0; i < coordinates.Length; i++)
        {
            var (u, v) = person.Layout.Places[i];
            coordinates[i] = new((float)u, (float)v, person.Layout.Nearness[i]);
        }

        // lashes: the upper rim, and a little of the lower; closed lids show them as a line
        foreach (var (lids, open) in new[] { (person.Eyes.Right, state.RightEye), (person.Eyes.Left, state.LeftEye) })
        {
            for (var i = 0; i < lids.Ring.Length; i++)
            {
                var dark = i is > 8 ? 0.95f : i is 0 or 8 ? 0.5f : 0.62f + 0.25f * (1 - open);
                coordinates[lids.Ring[i]] = coordinates[lids.Ring[i]] with { Z = -dark };
            }
        }

        return coordinates;
    }

    Surface Eye(Lids lids, V3[] face, float open, in FaceState state, Func<V3[], int[], Material, V3[]?, float, Surface> head)
    {
        // a fan behind the lids, which always spans the whole eye: the lids close in front of it
        var rest = person.Rest;
        var count = lids.Ring.Length;
        var (points, own) = (new V3[count + 1], new V3[count + 1]);
        var (shift, height) = (default(V3), 0f);
        foreach (var at in (ReadOnlySpan<ushort>)[lids.Ring[0], lids.Ring[8]]) shift += (face[at] - rest[at]) * 0.5f;
        for (var i = 0; i < count; i++)
        {
            var out1 = rest[lids.Ring[i]] - lids.Centre;
            points[i] = lids.Centre + shift + new V3(out1.X * 1.06f, out1.Y * 1.2f, out1.Z + 0.12f);
            own[i] = new(out1.X * 1.06f, out1.Y * 1.2f, 1);
            height = Math.Max(height, MathF.Abs(out1.Y));
        }

        points[count] = lids.Centre + shift + new V3(0, 0, -0.02f + 0.2f * (1 - open));
        own[count] = new(0, 0, 0);
        List<int> corners = [];
        for (var i = 0; i < count; i++) corners.AddRange([count, i, (i + 1) % count]);
        // the irises of photos: about a third of the eye's width across, half covered by the upper lid
        var material = new EyeMaterial(person.Traits.Iris, 0.62f, state.GazeX, state.GazeY - 0.05f, look.Pupil, _seed);
        return head(points, [.. corners], material, own, 0.05f);
    }

    Surface Mouth(V3[] face, Func<V3[], int[], Material, V3[]?, float, Surface> head)
    {
        var ring = MeshRings.Mouth;
        var points = new V3[2 * ring.Length + 1];
        var middle = default(V3);
        foreach (var at in ring) middle += face[at] / ring.Length;
        for (var i = 0; i < ring.Length; i++)
        {
            points[i] = face[ring[i]] + new V3(0, 0, 0.03f);
            points[ring.Length + i] = V3.Mix(face[ring[i]], middle, -0.05f) + new V3(0, 0, 0.55f);
        }

        points[^1] = middle + new V3(0, 0, 1.0f);
        List<int> corners = [];
        for (var i = 0; i < ring.Length; i++)
        {
            var next = (i + 1) % ring.Length;
            corners.AddRange(
            [
                i, next, ring.Length + i, next, ring.Length + next, ring.Length + i, ring.Length + i, ring.Length + next, points.Length - 1,
            ]);
        }

        var halfWidth = (face[308].X - face[78].X) / 2;
        var lip = person.Rest[13].Y;
        var gap = Math.Clamp((face[14].Y - face[13].Y - 0.12f) * 2.5f, 0, 1);
        return head(points, [.. corners], new MouthMaterial(lip + 0.35f, halfWidth * 0.85f, face[14].Y, gap), null, 0);
    }

    // from the face's edge backwards and a little inwards, so that a turned head has sides and a chin has an underside
    Surface Rim(V3[] face, Func<V3[], int[], Material, V3[]?, float, Surface> head)
    {
        const int Rows = 4;
        var edge = person.Layout.Edge;
        var (points, corners) = Shapes.Sheet(edge.Length + 1, Rows, (across, down) =>
        {
            var p = face[edge[(int)(across * edge.Length + 0.5f) % edge.Length]];
            var below = Math.Clamp((p.Y - _frame.Mouth) / 5, 0, 1);
            return new(p.X * (1 - down * (0.10f + 0.22f * below)), p.Y - down * below * 0.4f, p.Z + down * (2.5f + 3.2f * below));
        });
        return head(points, corners, _plain, null, 0.02f);
    }

    Surface Curtain(Func<V3[], int[], Material, V3[]?, float, Surface> head)
    {
        const int Rows = 10;
        var wide = _frame.HalfWidth + 0.9f + 0.5f * person.Traits.HairVolume;
        var (points, corners) = Shapes.Sheet(30, Rows, (across, down) =>
        {
            var angle = 2 * Math.PI * (0.02 + 0.96 * across) - Math.PI / 2;   // open before the face
            var flare = 1 + 0.12f * down * (1 - 0.4f * down);
            var y = _frame.Top - 0.5f + down * (_frame.Chin + 10 - _frame.Top);
            var z = _frame.Side + 2.8f + (float)Exact.Sin(angle) * 5.2f;
            return new((float)Exact.Cos(angle) * wide * flare, y, Math.Max(z, _frame.Side + 0.4f + 0.8f * down));
        });
        return head(points, corners, new HairMaterial(person, isCurtain: true), null, 0);
    }

    Surface Neck(FaceState state, Turn turn)
    {
        const int Rows = 8;
        var half = _frame.HalfWidth * 0.72f;
        var own = new List<V3>();
        var (points, corners) = Shapes.Lathe(24, Rows, (at, row) =>
        {
            var down = row / (Rows - 1f);
            var y = _frame.Mouth - 1 + down * 16;
            var wide = half * (1 - 0.1f * down + 0.75f * MathF.Max(0, down - 0.6f));
            var point = new V3(at.X * wide, y, _frame.Side + 3 + at.Y * half * 0.95f + 0.6f * down);
            own.Add(point);
            var turned = person.Place(point, state, turn);
            return V3.Mix(turned, point + new V3(state.X * 0.85f, state.Y, state.Distance), Math.Clamp(down * 1.5f, 0, 1));
        });
        return new(points, corners, [.. own], new SkinMaterial(person.SkinColour, _seed, _frame.Chin - 1)) { Behind = 0.1f };
    }

    Surface Torso(FaceState state)
    {
        const int Rows = 12;
        var own = new List<V3>();
        var start = _frame.Chin + look.Neckline;
        var (points, corners) = Shapes.Lathe(40, Rows, (at, row) =>
        {
            var down = row / (Rows - 1f);
            // from the collar out over the shoulders, then straight down
            var wide = 6.2f + 14.5f * MathF.Sqrt(Math.Min(1, down * 1.7f));
            var deep = 5.6f + 4.5f * MathF.Sqrt(Math.Min(1, down * 1.7f));
            var y = start + 5.5f * Math.Min(1, down * 1.7f) * Math.Min(1, down * 1.7f) + Math.Max(0, down - 0.45f) * 50;
            // a collar lies lower in front
            var dip = at.Y < 0 ? -at.Y * 2.2f * Math.Max(0, 1 - down * 4) : 0;
            var point = new V3(at.X * wide, y + dip, _frame.Side + 4.5f + at.Y * deep);
            own.Add(point);
            return point + new V3(state.X * 0.8f, state.Y * 0.9f, state.Distance);
        });
        return new(points, corners, [.. own], new ClothMaterial(look.Cloth, look.Stripe, look.StripeWidth, _seed));
    }
}
