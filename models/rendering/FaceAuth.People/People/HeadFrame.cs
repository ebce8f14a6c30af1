using FaceAuth.People.Numbers;

namespace FaceAuth.People.People;

/// <summary>Where the parts of a head lie, read off the face's mesh; head space, cm.</summary>
/// <param name="Skull">Middle of the skull.</param>
/// <param name="Radii">Its half axes.</param>
/// <param name="Side">Depth of the face's edge before the ears.</param>
/// <param name="Top">Height of the mesh's upper edge.</param>
/// <param name="Eyes">Height of the eyes.</param>
/// <param name="Mouth">Height of the line between the lips.</param>
/// <param name="Chin">Height of the chin.</param>
/// <param name="HalfWidth">Half of the face's width.</param>
internal sealed record HeadFrame(V3 Skull, V3 Radii, float Side, float Top, float Eyes, float Mouth, float Chin, float HalfWidth)
{
    /// <summary>What the head turns about.</summary>
    public V3 Pivot => new(0, Mouth, Side + 2);

    /// <summary>Reads it off a face at rest.</summary>
    public static HeadFrame Of(ReadOnlySpan<V3> face)
    {
        var halfWidth = (face[454].X - face[234].X) / 2;
        var side = (face[454].Z + face[234].Z) / 2;
        var (top, eyes) = (face[10], (face[33].Y + face[263].Y) / 2);
        var crown = top.Y - 4.9f;
        var middle = eyes - 1.2f;
        var high = middle - crown;
        // the skull's front passes just behind the mesh's upper edge
        var share = (middle - top.Y) / high;
        var depth = side + 2.2f;
        var front = (depth - top.Z - 0.2f) / MathF.Sqrt(1 - share * share);
        return new(
            new(0, middle, depth), new(halfWidth * 1.04f, high, front), side, top.Y, eyes, (face[13].Y + face[14].Y) / 2, face[152].Y,
            halfWidth);
    }
}
