namespace FaceAuth.People.Model;

/// <summary>Delaunay triangulation of points in the plane (Bowyer 1981, Watson 1981): insertion, one point after another.</summary>
internal static class Delaunay
{
    /// <summary>Triangulates; corners of a triangle come in one sense of rotation.</summary>
    public static List<(int A, int B, int C)> Triangulate(IReadOnlyList<(double X, double Y)> points)
    {
        var all = new List<(double X, double Y)>(points) { (-50, -50), (50, -50), (0, 50) };
        List<(int A, int B, int C)> triangles = [(points.Count, points.Count + 1, points.Count + 2)];
        var rim = new Dictionary<(int, int), int>();
        for (var i = 0; i < points.Count; i++)
        {
            rim.Clear();
            for (var t = triangles.Count - 1; t >= 0; t--)
            {
                var (a, b, c) = triangles[t];
                if (!IsInCircle(all[a], all[b], all[c], all[i])) continue;
                Toggle(rim, a, b);
                Toggle(rim, b, c);
                Toggle(rim, c, a);
                triangles.RemoveAt(t);
            }

            foreach (var ((from, to), count) in rim)
                if (count == 1) triangles.Add((from, to, i));
        }

        triangles.RemoveAll(t => t.A >= points.Count || t.B >= points.Count || t.C >= points.Count);
        return triangles;
    }

    static void Toggle(Dictionary<(int, int), int> rim, int from, int to)
    {
        if (!rim.Remove((to, from))) rim[(from, to)] = 1;
    }

    static bool IsInCircle((double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) p)
    {
        var (ax, ay, bx, by, cx, cy) = (a.X - p.X, a.Y - p.Y, b.X - p.X, b.Y - p.Y, c.X - p.X, c.Y - p.Y);
        var determinant = (ax * ax + ay * ay) * (bx * cy - cx * by)
            - (bx * bx + by * by) * (ax * cy - cx * ay)
            + (cx * cx + cy * cy) * (ax * by - bx * ay);
        return determinant > 0;
    }
}
