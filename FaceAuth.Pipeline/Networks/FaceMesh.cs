using System.Numerics;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Pipeline.Networks;

/// <summary>
/// 478 points on a face, with its irises (MediaPipe's face landmarker,
/// https://ai.google.dev/edge/mediapipe/solutions/vision/face_landmarker). Owns its tensors: one thread at a time.
/// </summary>
internal sealed class FaceMesh : IBatchedModel<MeshRegion>, IDisposable
{
    /// <summary>Points a run writes.</summary>
    public const int PointCount = 478;

    // Around each eye: outer corner, two on the upper lid, inner corner, two on the lower lid; opposite lid points are 1–5 and 2–4.
    static readonly int[] RightEye = [33, 160, 158, 133, 153, 144];
    static readonly int[] LeftEye = [362, 385, 387, 263, 373, 380];

    // A detector's box is larger than the points' own and lies higher: medians over LFW's development people, the same for
    // YuNet and SCRFD. Without them a followed face is seen larger than a found one and its blinks look half as deep.
    const float BoxGrowth = 1.096f;
    const float BoxRise = 0.038f;   // of the region's side

    readonly OnnxRun _run;
    readonly TensorFormat _format;
    readonly float _scale;
    readonly MeshRegion[] _regions;   // of the items drawn

    /// <param name="session">The model.</param>
    public FaceMesh(OnnxSession session)
    {
        _run = new(session, session.Model.InputShape, [1, 1, 1, 3 * PointCount], [1, 1, 1, 1], [1, 1]);
        _format = session.Model.Format(PictureBorder.Repeat);
        _scale = session.Model.Preprocessing.CropScale[0];
        _regions = new MeshRegion[_run.MaxBatch];
    }

    /// <summary>Most faces of one run.</summary>
    public int MaxBatch => _run.MaxBatch;

    /// <summary>Where to look for the mesh of a face that a detector found.</summary>
    public MeshRegion RegionOf(in DetectedFace face) =>
        new(face.Box.Centre, _scale * MathF.Max(face.Box.Width, face.Box.Height), face.Points.Tilt);

    /// <summary>Runs the mesh on <paramref name="region"/>. Allocates nothing.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="region">
    /// Where to look: <see cref="RegionOf"/> of a detection or <see cref="MeshResult.Next"/> of the picture before.
    /// </param>
    /// <param name="points">
    /// Receives <see cref="PointCount"/> points: x, y in picture pixels, z on the same scale, towards the camera negative.
    /// </param>
    public MeshResult Run(PicturePyramid picture, in MeshRegion region, Span<Vector3> points)
    {
        Draw(0, picture, region);
        Run(1);
        return Read(0, points);
    }

    /// <summary>Draws a region into place <paramref name="item"/> of the next run.</summary>
    public void Draw(int item, PicturePyramid picture, in MeshRegion place)
    {
        _regions[item] = place;
        picture.Sample(MapOf(place), _format, _run.InputOf(item));
    }

    /// <summary>Runs the mesh on the first <paramref name="count"/> regions drawn, at most <see cref="MaxBatch"/>.</summary>
    public void Run(int count) => _run.Run(count);

    /// <summary>
    /// The mesh in place <paramref name="item"/> of the last run; as <see cref="Run(PicturePyramid, in MeshRegion, Span{Vector3})"/>.
    /// </summary>
    public MeshResult Read(int item, Span<Vector3> points)
    {
        points = points[..PointCount];
        var region = _regions[item];
        var map = MapOf(region);
        var raw = _run.Output(0, item);
        var scale = region.Side / _format.Width;
        for (var i = 0; i < PointCount; i++)
        {
            var place = Vector2.Transform(new Vector2(raw[3 * i], raw[3 * i + 1]), map);
            points[i] = new(place, raw[3 * i + 2] * scale);
        }

        var presence = 1 / (1 + MathF.Exp(-_run.Output(1, item)[0]));
        var five = FivePoints(points);
        return new(presence, AspectRatio(points, RightEye), AspectRatio(points, LeftEye), five, Around(points, five))
        {
            KeyPoints = FaceKeyPoints.Of(points),
            Shape = FaceShape.Of(points),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    /// <summary>
    /// Height over width of an eye (Soukupová and Čech, "Real-time eye blink detection using facial landmarks", CVWW 2016).
    /// </summary>
    internal static float AspectRatio(ReadOnlySpan<Vector3> points, ReadOnlySpan<int> eye)
    {
        var width = Distance(points[eye[0]], points[eye[3]]);
        var height = Distance(points[eye[1]], points[eye[5]]) + Distance(points[eye[2]], points[eye[4]]);
        return width > 0 ? height / (2 * width) : 0;
    }

    static float Distance(Vector3 a, Vector3 b) => Vector2.Distance(new(a.X, a.Y), new(b.X, b.Y));

    static FacePoints FivePoints(ReadOnlySpan<Vector3> points) => new(
        Middle(points[33], points[133]), Middle(points[362], points[263]), Middle(points[1], points[4]),
        Flat(points[61]), Flat(points[291]));

    static Vector2 Middle(Vector3 a, Vector3 b) => (Flat(a) + Flat(b)) / 2;

    static Vector2 Flat(Vector3 point) => new(point.X, point.Y);

    Matrix3x2 MapOf(in MeshRegion region) => CropMap.Turned(region.Centre, region.Side, region.Tilt, _format.Width);

    MeshRegion Around(ReadOnlySpan<Vector3> points, in FacePoints five)
    {
        // The box is taken in the turned frame, so that a tilted head does not grow it.
        var (sin, cos) = MathF.SinCos(five.Tilt);
        var (least, most) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        foreach (var point in points)
        {
            var turned = new Vector2(cos * point.X + sin * point.Y, cos * point.Y - sin * point.X);
            (least, most) = (Vector2.Min(least, turned), Vector2.Max(most, turned));
        }

        var side = _scale * BoxGrowth * MathF.Max(most.X - least.X, most.Y - least.Y);
        var middle = (least + most) / 2 - new Vector2(0, BoxRise * side);
        var centre = new Vector2(cos * middle.X - sin * middle.Y, sin * middle.X + cos * middle.Y);
        return new(centre, side, five.Tilt);
    }
}
