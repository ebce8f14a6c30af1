using FaceAuth.People.Numbers;

namespace FaceAuth.People.Rendering;

/// <summary>Points and triangles of simple bodies.</summary>
internal static class Shapes
{
    /// <summary>An ellipsoid; rows run from its top to its bottom.</summary>
    /// <param name="middle">Its middle.</param>
    /// <param name="radii">Its half axes.</param>
    /// <param name="around">Points a ring.</param>
    /// <param name="down">Bands.</param>
    /// <param name="fullness">Below 1 it is fuller towards the poles, as heads are.</param>
    public static (V3[] Points, int[] Corners) Ellipsoid(V3 middle, V3 radii, int around = 28, int down = 20, double fullness = 1) =>
        Lathe(around, down + 1, (turn, row) =>
        {
            var angle = Math.PI * row / down;
            var ring = (float)(fullness == 1 ? Exact.Sin(angle) : Exact.Pow(Exact.Sin(angle), fullness));
            return middle + radii * new V3(ring * turn.X, -(float)Exact.Cos(angle), ring * turn.Y);
        });

    /// <summary>Rings on top of each other, closed around.</summary>
    /// <param name="around">Points a ring.</param>
    /// <param name="rings">Rings.</param>
    /// <param name="at">Point of a direction (cosine, sine) on a ring.</param>
    public static (V3[] Points, int[] Corners) Lathe(int around, int rings, Func<(float X, float Y), int, V3> at)
    {
        var points = new V3[around * rings];
        for (var row = 0; row < rings; row++)
            for (var i = 0; i < around; i++)
                points[row * around + i] = at(
                    ((float)Exact.Cos(2 * Math.PI * i / around), (float)Exact.Sin(2 * Math.PI * i / around)), row);
        return (points, Weave(around, rings, isClosed: true));
    }

    /// <summary>A sheet of columns and rows.</summary>
    /// <param name="columns">Points across.</param>
    /// <param name="rows">Points down.</param>
    /// <param name="at">Point at shares (0–1) across and down.</param>
    public static (V3[] Points, int[] Corners) Sheet(int columns, int rows, Func<float, float, V3> at)
    {
        var points = new V3[columns * rows];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                points[row * columns + column] = at(column / (columns - 1f), row / (rows - 1f));
        return (points, Weave(columns, rows, isClosed: false));
    }

    static int[] Weave(int across, int rows, bool isClosed)
    {
        List<int> corners = [];
        for (var row = 0; row < rows - 1; row++)
        {
            for (var i = 0; i < (isClosed ? across : across - 1); i++)
            {
                var (a, b) = (row * across + i, row * across + (i + 1) % across);
                corners.AddRange([a, b, a + across, b, b + across, a + across]);
            }
        }

        return [.. corners];
    }
}
