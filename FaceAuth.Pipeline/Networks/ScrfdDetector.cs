using System.Numerics;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Pipeline.Networks;

/// <summary>SCRFD (https://arxiv.org/abs/2105.04714).</summary>
/// <remarks>
/// At strides 8, 16 and 32 two proposals a cell, with a score, distances to the box's four sides and offsets to five points.
/// </remarks>
internal sealed class ScrfdDetector(OnnxSession session, int side) : IFaceDetector
{
    const int Anchors = 2;

    // Faces larger than about half of a finer input are lost: of 40 that filled 0.8 of 640 pixels two were found, of 320 all.
    const int CoarseSide = 320;

    static readonly int[] Strides = [8, 16, 32];

    readonly DetectorInputs _inputs = new(session, OutputShapes);
    readonly FaceCandidates _candidates = new();
    readonly float _minScore = session.Model.Threshold("minScore");

    /// <inheritdoc/>
    public string ModelId => session.Model.Id;

    /// <inheritdoc/>
    public int Detect(PicturePyramid picture, Span<DetectedFace> faces)
    {
        _candidates.Clear();
        Look(picture, _inputs.Fit(picture, side));
        // always, not only where nothing was found: a small face in the background must not stand for a large one in front
        if (side > CoarseSide) Look(picture, _inputs.Fit(picture, CoarseSide));
        return _candidates.Take(faces);
    }

    /// <inheritdoc/>
    public void Dispose() => _inputs.Dispose();

    void Look(PicturePyramid picture, in LetterboxFit fit)
    {
        var run = _inputs.Run(picture, fit);
        for (var level = 0; level < 3; level++)
        {
            Decode(run.Output(level), run.Output(3 + level), run.Output(6 + level), Strides[level], fit);
        }
    }

    void Decode(ReadOnlySpan<float> scores, ReadOnlySpan<float> distances, ReadOnlySpan<float> points, int stride, in LetterboxFit fit)
    {
        var columns = fit.Width / stride;
        var unit = stride / fit.Scale;
        for (var anchor = 0; anchor < scores.Length; anchor++)
        {
            if (scores[anchor] < _minScore) continue;
            var cell = anchor / Anchors;
            var centre = new Vector2(cell % columns, cell / columns) * unit;
            var d = distances.Slice(4 * anchor, 4);
            var p = points.Slice(10 * anchor, 10);
            _candidates.Add(new(
                new(centre.X - d[0] * unit, centre.Y - d[1] * unit, (d[0] + d[2]) * unit, (d[1] + d[3]) * unit),
                new(Point(p, 0), Point(p, 1), Point(p, 2), Point(p, 3), Point(p, 4)),
                scores[anchor]));

            Vector2 Point(ReadOnlySpan<float> offsets, int index) =>
                centre + new Vector2(offsets[2 * index], offsets[2 * index + 1]) * unit;
        }
    }

    static long[][] OutputShapes(int width, int height)
    {
        var shapes = new long[9][];
        for (var level = 0; level < 3; level++)
        {
            var anchors = Anchors * (width / Strides[level]) * (height / Strides[level]);
            (shapes[level], shapes[3 + level], shapes[6 + level]) = ([anchors, 1], [anchors, 4], [anchors, 10]);
        }

        return shapes;
    }
}
