using System.Numerics;
using System.Runtime.CompilerServices;

namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>The <see cref="Count"/> points of a mesh that are kept beyond the mesh's own stage.</summary>
/// <remarks>
/// In this order: 18 around the face, 12 on the nose, 8 on eyes and lids, 2 irises, 6 on the brows, 8 on the mouth, 8 on the cheeks, 2 on
/// the forehead. x and y in picture pixels, z on the same scale, towards the camera negative. Pixels, not shares of the face's box: a box
/// jumps with each search, and whoever looks at small motion would see that. A value: copied, never shared.
/// </remarks>
[InlineArray(Count)]
internal struct FaceKeyPoints : IEquatable<FaceKeyPoints>
{
    /// <summary>How many.</summary>
    public const int Count = 64;

    static readonly ushort[] OnMesh =
    [
        10, 297, 284, 389, 454, 361, 397, 379, 400, 152, 176, 150, 172, 132, 234, 162, 54, 67,
        1, 4, 5, 195, 197, 6, 168, 2, 98, 327, 48, 278,
        33, 133, 362, 263, 159, 145, 386, 374,
        468, 473,
        70, 105, 107, 336, 334, 300,
        61, 291, 0, 17, 13, 14, 78, 308,
        50, 280, 205, 425, 117, 346, 101, 330,
        151, 9,
    ];

    Vector3 _first;

    /// <summary>Each point's number on the mesh.</summary>
    public static ReadOnlySpan<ushort> Numbers => OnMesh;

    /// <summary>
    /// Those of the points that no expression moves much: nose, eye corners, cheeks' bones, forehead, temples; their places here.
    /// </summary>
    public static ReadOnlySpan<byte> Rigid =>
        [0, 1, 2, 3, 4, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 30, 31, 32, 33, 58, 59, 60, 61, 62, 63];

    /// <summary>Takes them from a whole mesh.</summary>
    public static FaceKeyPoints Of(ReadOnlySpan<Vector3> mesh)
    {
        var points = default(FaceKeyPoints);
        var numbers = Numbers;
        Span<Vector3> to = points;
        for (var i = 0; i < to.Length; i++) to[i] = mesh[numbers[i]];
        return points;
    }

    /// <inheritdoc/>
    public readonly bool Equals(FaceKeyPoints other) => ((ReadOnlySpan<Vector3>)this).SequenceEqual(other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is FaceKeyPoints other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(this[0], this[18], this[46]);
}
