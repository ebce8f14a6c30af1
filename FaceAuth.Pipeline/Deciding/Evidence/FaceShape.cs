using System.Numerics;

namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>What a mesh says about the mouth and about where the head points. Lengths are in space, so that a turn shortens none.</summary>
/// <param name="MouthOpen">Gap between the inner lips, in distances between the outer corners of the eyes; 0 closed.</param>
/// <param name="MouthWidth">From one corner of the mouth to the other, in the same unit.</param>
/// <param name="EyeSpan">That unit: the distance between the outer corners of the eyes, in picture pixels.</param>
/// <param name="Angles">Where the head points, from the mesh's depths.</param>
internal readonly record struct FaceShape(float MouthOpen, float MouthWidth, float EyeSpan, HeadAngles Angles)
{
    // pairs on the picture's left and right, and above and below, of a face that looks at the camera
    static readonly (int From, int To)[] Across = [(234, 454), (127, 356), (33, 263), (172, 397)];
    static readonly (int From, int To)[] Down = [(10, 152), (151, 175), (67, 150), (297, 379)];

    /// <summary>Measures a whole mesh. Allocates nothing.</summary>
    public static FaceShape Of(ReadOnlySpan<Vector3> mesh)
    {
        var eyes = Vector3.Distance(mesh[33], mesh[263]);
        if (eyes <= 0) return default;
        return new(Vector3.Distance(mesh[13], mesh[14]) / eyes, Vector3.Distance(mesh[61], mesh[291]) / eyes, eyes, AnglesOf(mesh));
    }

    static HeadAngles AnglesOf(ReadOnlySpan<Vector3> mesh)
    {
        var (across, down) = (Sum(mesh, Across), Sum(mesh, Down));
        var roll = MathF.Atan2(across.Y, across.X);
        var (sin, cos) = MathF.SinCos(roll);
        var width = cos * across.X + sin * across.Y;
        var height = cos * down.Y - sin * down.X;
        return new(Degrees(MathF.Atan2(across.Z, width)), Degrees(MathF.Atan2(-down.Z, height)), Degrees(roll));
    }

    static Vector3 Sum(ReadOnlySpan<Vector3> mesh, ReadOnlySpan<(int From, int To)> pairs)
    {
        var sum = Vector3.Zero;
        foreach (var (from, to) in pairs) sum += mesh[to] - mesh[from];
        return sum;
    }

    static float Degrees(float radians) => radians * (180 / MathF.PI);
}
