using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Models;

namespace FaceAuth.Bench.Pipeline;

/// <summary>
/// Every model that one picture runs, on inputs that lie ready: what no pipeline can be faster than. The inputs are the
/// picture's own, since the models' time depends on them: the mesh takes 5 ms on a grey picture and 11 ms on a face.
/// </summary>
internal sealed class BareModels : IDisposable
{
    readonly OnnxRun[] _runs;

    public BareModels(ModelPack pack, VideoFrame frame)
    {
        var picture = new PicturePyramid();
        picture.Load(frame);
        var faces = new DetectedFace[1];
        using (var worker = pack.ForWorker()) worker.Detector.Detect(picture, faces);
        var face = faces[0].Box;

        OnnxRun Of(string role, long[] input, Box around, params long[][] outputs)
        {
            var session = pack[role];
            var run = new OnnxRun(session, input, outputs);
            var isInterleaved = input[3] == 3;
            var (width, height) = isInterleaved ? ((int)input[2], (int)input[1]) : ((int)input[3], (int)input[2]);
            var format = session.Model.Format(PictureBorder.Repeat) with { Width = width, Height = height };
            picture.Sample(CropMap.Stretch(around, width, height), format, run.Input);
            return run;
        }

        _runs =
        [
            // 640×360 at 320 pixels' width
            Of(PackRole.Detector, [1, 3, 192, 320], new Box(0, 0, frame.Width, frame.Height), YuNetOutputs(320, 192)),
            Of(PackRole.Mesh, [1, 3, 256, 256], CropMap.Square(face, 1.4f), [1, 1, 1, 1434], [1, 1, 1, 1], [1, 1]),
            Of(PackRole.Pose, [1, 3, 90, 90], face, [1, 3, 1, 1]),
            Of(PackRole.Quality, [1, 227, 227, 3], CropMap.Square(face, 1.5f), [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]),
            Of(PackRole.Obstacle, [1, 3, 128, 128], CropMap.Square(face, 1.1f), [1, 20]),
            Of(PackRole.Mask, [1, 3, 112, 112], CropMap.Square(face, 1), [1, 2, 1, 1]),
            Of(PackRole.AntiSpoofNarrow, [1, 3, 80, 80], CropMap.Square(face, 1.6f), [1, 3]),
            Of(PackRole.AntiSpoofWide, [1, 3, 80, 80], CropMap.Square(face, 1.6f), [1, 3]),
            Of(PackRole.Embedder, [1, 3, 112, 112], CropMap.Square(face, 1), [1, pack.Embedder.EmbeddingLength]),
        ];
        picture.Unload();
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
