using System.Numerics;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;

namespace FaceAuth.Bench.Pipeline;

/// <summary>Every model that one picture runs, on inputs that lie ready: what no pipeline can be faster than.</summary>
/// <remarks>
/// They are the very crops that the stages cut, since the models' time depends on what they see: MiniFASNet takes 5 % longer on its own
/// crop than on a narrower one.
/// </remarks>
internal sealed class BareModels : IDisposable
{
    readonly OnnxRun[] _runs;

    public BareModels(ModelPack pack, VideoFrame frame)
    {
        var picture = new PicturePyramid();
        picture.Load(frame);
        var faces = new DetectedFace[1];
        MeshRegion region;
        FacePoints points;
        using (var worker = pack.ForWorker())
        {
            worker.Detector.Detect(picture, faces);
            region = worker.Mesh.RegionOf(faces[0]);
            points = worker.Mesh.Run(picture, region, new Vector3[FaceMesh.PointCount]).Points;
        }

        var face = faces[0].Box;
        var fit = LetterboxFit.Of(frame.Width, frame.Height, new InferenceOptions().DetectorSide);
        _runs =
        [
            Of(PackRole.Detector, [1, 3, fit.Height, fit.Width], fit.ToPicture, YuNetOutputs(fit.Width, fit.Height)),
            Of(
                PackRole.Mesh, [1, 3, 256, 256], CropMap.Turned(region.Centre, region.Side, region.Tilt, 256), [1, 1, 1, 1434],
                [1, 1, 1, 1], [1, 1]),
            Of(PackRole.Pose, [1, 3, 90, 90], Around(PackRole.Pose, 90), [1, 3, 1, 1]),
            Of(PackRole.Quality, [1, 227, 227, 3], Around(PackRole.Quality, 227), [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]),
            Of(PackRole.Obstacle, [1, 3, 128, 128], Around(PackRole.Obstacle, 128), [1, 20]),
            Of(PackRole.Mask, [1, 3, 112, 112], Around(PackRole.Mask, 112), [1, 2, 1, 1]),
            Of(PackRole.AntiSpoofNarrow, [1, 3, 80, 80], Wide(PackRole.AntiSpoofNarrow), [1, 3]),
            Of(PackRole.AntiSpoofWide, [1, 3, 80, 80], Wide(PackRole.AntiSpoofWide), [1, 3]),
            Of(PackRole.AntiSpoofClose, [1, 3, 128, 128], Around(PackRole.AntiSpoofClose, 128), [1, 2]),
            Of(PackRole.Embedder, [1, 3, 112, 112], FaceEmbedder.ToPicture(points), [1, pack.Embedder.EmbeddingLength]),
        ];
        picture.Unload();

        OnnxRun Of(string role, long[] input, Matrix3x2 toPicture, params long[][] outputs)
        {
            var session = pack[role];
            var run = new OnnxRun(session, input, outputs);
            var isInterleaved = input[3] == 3;
            var (width, height) = isInterleaved ? ((int)input[2], (int)input[1]) : ((int)input[3], (int)input[2]);
            var border = role is PackRole.Detector or PackRole.Pose or PackRole.Embedder ? PictureBorder.Black : PictureBorder.Repeat;
            picture.Sample(toPicture, session.Model.Format(border) with { Width = width, Height = height }, run.Input);
            return run;
        }

        Matrix3x2 Around(string role, int side)
        {
            var scale = pack[role].Model.Preprocessing.CropScale;
            return CropMap.Stretch(role == PackRole.Pose ? HeadPose.Crop(face, scale) : CropMap.Square(face, scale[0]), side, side);
        }

        Matrix3x2 Wide(string role) =>
            CropMap.Stretch(AntiSpoofModel.Crop(face, pack[role].Model.Preprocessing.CropScale[0], frame.Width, frame.Height), 80, 80);
    }

    public void Run()
    {
        foreach (var run in _runs) run.Run();
    }

    public void Dispose()
    {
        foreach (var run in _runs) run.Dispose();
    }

    static long[][] YuNetOutputs(int width, int height)
    {
        var shapes = new List<long[]>();
        foreach (var floats in new[] { 1, 1, 4, 10 })
        {
            foreach (var stride in new[] { 8, 16, 32 }) shapes.Add([1, width / stride * (height / stride), floats]);
        }

        return [.. shapes];
    }
}
