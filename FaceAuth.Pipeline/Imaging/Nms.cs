namespace FaceAuth.Pipeline.Imaging;

/// <summary>Non-maximum suppression: of boxes that overlap too much only the best stays.</summary>
internal static class Nms
{
    /// <summary>
    /// Sorts <paramref name="faces"/> by falling score and moves those that stay to the front. In place, allocates
    /// nothing; quadratic, so callers bound the length.
    /// </summary>
    /// <param name="faces">Candidates in any order.</param>
    /// <param name="maxOverlap">Intersection over union, 0–1, above which the lower score goes.</param>
    /// <returns>How many stay; what lies behind them is undefined.</returns>
    public static int Suppress(Span<DetectedFace> faces, float maxOverlap)
    {
        faces.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        var kept = 0;
        for (var i = 0; i < faces.Length; i++)
        {
            if (IsCovered(faces[..kept], faces[i].Box, maxOverlap)) continue;
            faces[kept++] = faces[i];
        }

        return kept;
    }

    static bool IsCovered(ReadOnlySpan<DetectedFace> better, in Box box, float maxOverlap)
    {
        foreach (ref readonly var face in better)
        {
            if (face.Box.Overlap(box) > maxOverlap) return true;
        }

        return false;
    }
}
