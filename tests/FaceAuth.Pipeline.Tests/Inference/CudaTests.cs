using System.Numerics.Tensors;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Tests.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Inference;

/// <summary>Whole packs on a real GPU, beside the processor; skipped where there is none.</summary>
public sealed class CudaTests
{
    static readonly string[] Photos =
        ["video/single_face.mp4", "verify/us_gov/obama/obama.jpg", "blink_stills/closed_closed.jpg", "misc/headpose_AFW_134212_1_4.jpg"];

    [Theory]
    [InlineData("permissive", null)]
    [InlineData("permissive", false)]
    [InlineData("insightface", null)]
    [InlineData("starter", null)]
    [InlineData("starter", false)]
    public void A_pack_says_on_a_gpu_what_it_says_on_the_processor(string pack, bool? graphs)
    {
        Gpu.Require();
        using var onProcessor = ModelPack.Load(TestPacks.Options(pack), TestPacks.Inference);
        using var onGpu = ModelPack.Load(TestPacks.Options(pack), new() { Provider = InferenceProvider.Cuda, CudaGraphs = graphs });
        Assert.Equal(InferenceProvider.Cuda, onGpu.Provider);
        Assert.Equal(8, onGpu.AtOnce);
        using IFaceModels expected = onProcessor.ForWorker();
        using IFaceModels models = onGpu.ForWorker();
        using var finder = TestPacks.Worker();
        var frames = Photos.Select(photo => Clips.Still(SharedFiles.Data(photo), "scale=640:-2")).ToList();
        try
        {
            var pictures = frames.Select(Imaging.Pictures.Load).ToArray();
            var faces = pictures.Select(picture => OneFace(finder.Detector.Detect, picture)).ToArray();
            foreach (var picture in pictures)
            {
                var (found, foundThere) = (new DetectedFace[8], new DetectedFace[8]);
                Assert.Equal(expected.Detect(picture, found), models.Detect(picture, foundThere));
                Near(found[0].Score, foundThere[0].Score, 0.01f, "score");
                // its input is a square there, so what lies beyond the picture's edge is as wide as it may be
                Near(found[0].Points.LeftEye.X, foundThere[0].Points.LeftEye.X, 0.03f * found[0].Box.Width, "eye");
            }

            // an odd number first and then all, so that places are used that hold what was there before
            foreach (var count in (int[])[1, 3, pictures.Length])
            {
                var here = Everything.Of(expected, pictures[..count], faces[..count], onProcessor);
                var there = Everything.Of(models, pictures[..count], faces[..count], onProcessor);
                for (var i = 0; i < count; i++) here.AssertNear(there, i);
            }
        }
        finally
        {
            foreach (var frame in frames) frame.Dispose();
        }
    }

    [Fact]
    public void Workers_on_their_own_threads_get_their_own_answers_from_one_gpu()
    {
        Gpu.Require();
        using var pack = ModelPack.Load(TestPacks.Options("permissive"), new() { Provider = InferenceProvider.Cuda });
        var length = pack.Embedder.EmbeddingLength;
        var wrong = new List<string>();
        var threads = Photos.Select(photo => new Thread(() =>
        {
            try
            {
                using var frame = Clips.Still(SharedFiles.Data(photo), "scale=640:-2");
                using IFaceModels models = pack.ForWorker();
                var picture = Imaging.Pictures.Load(frame);
                var first = Embedding(models, picture, length);
                for (var i = 0; i < 50; i++)
                {
                    if (TensorPrimitives.Dot<float>(first, Embedding(models, picture, length)) < 0.9999f)
                        throw new InvalidOperationException("another answer");
                }
            }
#pragma warning disable CA1031 // the test says what it was
            catch (Exception fault)
#pragma warning restore CA1031
            {
                lock (wrong) wrong.Add($"{photo}: {fault.Message}");
            }
        })).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        Assert.Empty(wrong);
    }

    [Fact]
    public void Auto_takes_the_gpu_and_a_gpu_that_is_not_there_is_named()
    {
        Gpu.Require();

        Assert.NotEqual(InferenceProvider.Cpu, ProviderChoice.Resolve(new()).Provider);
        var fault = Assert.Throws<ModelException>(
            () => ModelPack.Load(TestPacks.Options("permissive"), new() { Provider = InferenceProvider.Cuda, DeviceId = 63 }));
        Assert.Contains("Inference:Provider", fault.Message, StringComparison.Ordinal);
    }

    static DetectedFace OneFace(Search search, PicturePyramid picture)
    {
        var found = new DetectedFace[8];
        Assert.True(search(picture, found) > 0);
        return found[0];
    }

    static float[] Embedding(IFaceModels models, PicturePyramid picture, int length)
    {
        var embedding = new float[length];
        models.Embed([picture], [OneFace(models.Detect, picture).Points], embedding);
        return embedding;
    }

    static void Near(float expected, float actual, float within, string what) =>
        Assert.True(MathF.Abs(expected - actual) <= within, $"{what}: {expected} on the processor, {actual} on the GPU");

    delegate int Search(PicturePyramid picture, Span<DetectedFace> faces);

    /// <summary>What a pack says of several faces.</summary>
    sealed record Everything(
        MeshResult[] Mesh, QualityScores[] Quality, HeadAngles[] Angles, ObstacleScores[] Margins, float[] Masks,
        AntiSpoofScores[] Spoof, float[] Embeddings, int Length)
    {
        public static Everything Of(IFaceModels models, PicturePyramid[] pictures, DetectedFace[] faces, ModelPack pack)
        {
            var (count, length) = (pictures.Length, pack.Embedder.EmbeddingLength);
            var said = new Everything(
                new MeshResult[count], new QualityScores[count], new HeadAngles[count], new ObstacleScores[count],
                new float[count], new AntiSpoofScores[count],
                new float[count * length], length);
            var boxes = faces.Select(face => face.Box).ToArray();
            models.Mesh(pictures, [.. faces.Select(face => models.RegionOf(face))], said.Mesh);
            models.Quality(pictures, boxes, said.Quality);
            models.Pose(pictures, boxes, said.Angles);
            models.Obstacle(pictures, boxes, said.Margins);
            models.Mask(pictures, boxes, said.Masks);
            models.AntiSpoof(pictures, boxes, said.Spoof);
            models.Embed(pictures, [.. faces.Select(face => face.Points)], said.Embeddings);
            return said;
        }

        public void AssertNear(Everything other, int i)
        {
            Near(Mesh[i].Presence, other.Mesh[i].Presence, 0.002f, "presence");
            Near(Mesh[i].SmallerEye, other.Mesh[i].SmallerEye, 0.002f, "eye");
            Near(Mesh[i].Points.Nose.Y, other.Mesh[i].Points.Nose.Y, 0.1f, "nose");
            Near(Quality[i].Sharpness, other.Quality[i].Sharpness, 0.002f, "sharpness");
            Near(Angles[i].Yaw, other.Angles[i].Yaw, 0.1f, "yaw");
            Near(Margins[i].Worst, other.Margins[i].Worst, 0.01f, "margin");
            Near(Masks[i], other.Masks[i], 0.002f, "mask");
            Near(Spoof[i].Narrow, other.Spoof[i].Narrow, 0.002f, "narrow");
            Near(Spoof[i].Wide, other.Spoof[i].Wide, 0.002f, "wide");
            Near(
                1, TensorPrimitives.Dot(Embeddings.AsSpan(i * Length, Length), other.Embeddings.AsSpan(i * Length, Length)), 1e-4f,
                "similarity");
        }
    }
}
