using FaceAuth.People.Numbers;

namespace FaceAuth.People.Rendering;

/// <summary>Triangles in camera space that share a material. Normals are the triangles' means unless given.</summary>
internal sealed class Surface(V3[] places, int[] corners, V3[] coordinates, Material material)
{
    V3[]? _normals;

    /// <summary>Points in camera space, cm.</summary>
    public V3[] Places { get; } = places;

    /// <summary>Three points a triangle; either side may face the camera.</summary>
    public int[] Corners { get; } = corners;

    /// <summary>The surface's own coordinates, a point.</summary>
    public V3[] Coordinates { get; } = coordinates;

    /// <summary>What it looks like.</summary>
    public Material Material { get; } = material;

    /// <summary>Pushes it away from the camera where two surfaces meet, cm.</summary>
    public float Behind { get; init; }

    /// <summary>Normals, length 1.</summary>
    public V3[] Normals
    {
        get => _normals ??= Mean();
        init => _normals = value;
    }

    V3[] Mean()
    {
        var normals = new V3[Places.Length];
        for (var i = 0; i < Corners.Length; i += 3)
        {
            var (a, b, c) = (Corners[i], Corners[i + 1], Corners[i + 2]);
            var normal = V3.Cross(Places[b] - Places[a], Places[c] - Places[a]);
            if (V3.Dot(normal, Places[a]) > 0) normal = -normal;
            normals[a] += normal;
            normals[b] += normal;
            normals[c] += normal;
        }

        for (var i = 0; i < normals.Length; i++) normals[i] = normals[i].Unit;
        return normals;
    }
}
