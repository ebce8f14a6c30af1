namespace FaceAuth.Pipeline.Imaging;

/// <summary>Non-maximum suppression: of boxes that overlap too much only the best stays.</summary>
internal static class Nms
{
    /// <summary>Sorts <paramref name="faces"/> by falling score and moves those that stay to the front.</summary>
    /// <remarks>
    /// What is no box, without area or with a number that is none, goes. The order in which they come does not matter. In place, allocates
    /// nothing; quadratic, so callers bound the length.
    /// </remarks>
    /// <param name="faces">Candidates in any order.</param>
    /// <param name="maxOverlap">Intersection over union, 0–1, above which the lower score goes.</param>
    /// <returns>How many stay; what lies behind them is undefined.</returns>
    public static int Suppress(Span<DetectedFace> faces, float maxOverlap)
    {
        faces.Sort(static (a, b) => Compare(a, b));
        var kept = 0;
        for (var i = 0; i < faces.Length; i++)
        {
            if (!IsBox(faces[i]) || IsCovered(faces[..kept], faces[i].Box, maxOverlap)) continue;
            faces[kept++] = faces[i];
        }

        return kept;
    }

    // of equally sure ones the left upper smaller one first, so that nothing depends on the order of the cells
    static int Compare(in DetectedFace a, in DetectedFace b)
    {
        var order = b.Score.CompareTo(a.Score);
        if (order == 0) order = a.Box.X.CompareTo(b.Box.X);
        if (order == 0) order = a.Box.Y.CompareTo(b.Box.Y);
        if (order == 0) order = a.Box.Width.CompareTo(b.Box.Width);
        return order != 0 ? order : a.Box.Height.CompareTo(b.Box.Height);
    }

    static bool IsBox(in DetectedFace face) =>
        face.Box is { Width: > 0, Height: > 0, Area: > 0 and < float.PositiveInfinity } box
        && float.IsFinite(box.X + box.Y + box.Right + box.Bottom) && float.IsFinite(face.Score);

    static bool IsCovered(ReadOnlySpan<DetectedFace> better, in Box box, float maxOverlap)
    {
        foreach (ref readonly var face in better)
        {
            if (face.Box.Overlap(box) > maxOverlap) return true;
        }

        return false;
    }
}
