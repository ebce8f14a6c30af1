using System.Numerics;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Pipeline.Networks;

/// <summary>
/// YuNet (https://doi.org/10.1007/s11633-023-1423-y): at strides 8, 16 and 32 one proposal a cell, with a class and an
/// object score, a box and five points.
/// </summary>
internal sealed class YuNetDetector(OnnxSession session, int side) : IFaceDetector
{
    static readonly int[] Strides = [8, 16, 32];

    readonly DetectorInputs _inputs = new(session, OutputShapes);
    readonly FaceCandidates _candidates = new();
    readonly float _minScore = session.Model.Threshold("minScore");

    /// <inheritdoc/>
    public string ModelId => session.Model.Id;

    /// <inheritdoc/>
    public int Detect(PicturePyramid picture, Span<DetectedFace> faces)
    {
        var fit = _inputs.Fit(picture, side);
        var run = _inputs.Run(picture, fit);
        _candidates.Clear();
        for (var level = 0; level < 3; level++)
        {
            Decode(run.Output(level), run.Output(3 + level), run.Output(6 + level), run.Output(9 + level), Strides[level], fit);
        }

        return _candidates.Take(faces);
    }

    /// <inheritdoc/>
    public void Dispose() => _inputs.Dispose();

    void Decode(
        ReadOnlySpan<float> classes, ReadOnlySpan<float> objects, ReadOnlySpan<float> boxes, ReadOnlySpan<float> points,
        int stride, in LetterboxFit fit)
    {
        var columns = fit.Width / stride;
        var toPicture = 1 / fit.Scale;
        for (var cell = 0; cell < classes.Length; cell++)
        {
            // The score is a geometric mean; compare its square first and spare the root for nearly all cells.
            var squared = Math.Clamp(classes[cell], 0, 1) * Math.Clamp(objects[cell], 0, 1);
            if (squared < _minScore * _minScore) continue;
            var corner = new Vector2(cell % columns, cell / columns);
            var b = boxes.Slice(4 * cell, 4);
            var centre = (corner + new Vector2(b[0], b[1])) * stride * toPicture;
            var size = new Vector2(MathF.Exp(b[2]), MathF.Exp(b[3])) * stride * toPicture;
            var p = points.Slice(10 * cell, 10);
            // The file's order is right eye, left eye, nose, right and left mouth corner as the person has them: the picture's left first.
            _candidates.Add(new(
                new(centre.X - size.X / 2, centre.Y - size.Y / 2, size.X, size.Y),
                new(Point(p, 0), Point(p, 1), Point(p, 2), Point(p, 3), Point(p, 4)),
                MathF.Sqrt(squared)));

            Vector2 Point(ReadOnlySpan<float> offsets, int index) =>
                (corner + new Vector2(offsets[2 * index], offsets[2 * index + 1])) * stride * toPicture;
        }
    }

    static long[][] OutputShapes(int width, int height)
    {
        var shapes = new long[12][];
        for (var level = 0; level < 3; level++)
        {
            var cells = width / Strides[level] * (height / Strides[level]);
            shapes[level] = shapes[3 + level] = [1, cells, 1];
            shapes[6 + level] = [1, cells, 4];
            shapes[9 + level] = [1, cells, 10];
        }

        return shapes;
    }
}
