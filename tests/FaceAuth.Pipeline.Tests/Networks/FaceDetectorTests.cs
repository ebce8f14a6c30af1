using System.Numerics;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Tests.Imaging;
using FaceAuth.Pipeline.Tests.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Networks;

public sealed class FaceDetectorTests
{
    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void Points_come_in_the_order_of_the_ArcFace_template(string pack)
    {
        using var frame = Clips.Still(SharedFiles.Data("video/single_face.mp4"));

        var face = Assert.Single(Detect(pack, frame));

        var (eyes, mouth) = ((face.Points.LeftEye + face.Points.RightEye) / 2, (face.Points.LeftMouth + face.Points.RightMouth) / 2);
        Assert.True(face.Points.LeftEye.X < face.Points.RightEye.X);
        Assert.True(face.Points.LeftMouth.X < face.Points.RightMouth.X);
        Assert.True(eyes.Y < face.Points.Nose.Y && face.Points.Nose.Y < mouth.Y);
        Assert.All(AllPoints(face), point => Assert.True(
            point.X > face.Box.X && point.X < face.Box.Right && point.Y > face.Box.Y && point.Y < face.Box.Bottom));
    }

    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void A_mirrored_picture_has_the_mirrored_face(string pack)
    {
        using var frame = Clips.Still(SharedFiles.Data("video/single_face.mp4"));
        using var mirrored = Pictures.Mirrored(frame);

        var (face, other) = (Assert.Single(Detect(pack, frame)), Assert.Single(Detect(pack, mirrored)));

        var near = face.Box.Width * 0.06f;
        var last = frame.Width - 1;
        Assert.Equal(face.Box.Centre.X, last - other.Box.Centre.X, near);
        Assert.Equal(face.Box.Centre.Y, other.Box.Centre.Y, near);
        AssertNear(face.Points.LeftEye, Mirror(other.Points.RightEye), near);
        AssertNear(face.Points.RightEye, Mirror(other.Points.LeftEye), near);
        AssertNear(face.Points.Nose, Mirror(other.Points.Nose), near);
        AssertNear(face.Points.LeftMouth, Mirror(other.Points.RightMouth), near);

        Vector2 Mirror(Vector2 point) => new(last - point.X, point.Y);
    }

    [Theory]
    [InlineData("permissive", 0.5)]
    [InlineData("permissive", 0.8)]
    [InlineData("permissive", 0.95)]
    [InlineData("insightface", 0.5)]
    [InlineData("insightface", 0.8)]
    [InlineData("insightface", 0.95)]
    public void A_face_that_fills_the_picture_is_found(string pack, double share)
    {
        using var whole = Clips.Still(SharedFiles.Data("verify/us_gov/obama/obama.jpg"));
        var box = Assert.Single(Detect(pack, whole)).Box;
        var height = (int)(box.Height / share) / 2 * 2;
        var (x, y) = ((int)(box.Centre.X - height / 2), (int)Math.Max(0, box.Centre.Y - height / 2));
        using var close = Clips.Still(SharedFiles.Data("verify/us_gov/obama/obama.jpg"), $"crop={height}:{height}:{x}:{y}");

        var face = Assert.Single(Detect(pack, close));

        Assert.InRange(face.Box.Height / close.Height, (float)share - 0.12f, (float)share + 0.12f);
    }

    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void Pictures_of_many_shapes_in_turn_give_the_same_as_alone(string pack)
    {
        string[] shapes = ["scale=640:360", "scale=360:640", "scale=480:480", "scale=300:200", "scale=200:500", "scale=640:360"];
        using var worker = TestPacks.Worker(pack);
        var faces = new DetectedFace[8];
        foreach (var shape in shapes)
        {
            using var frame = Clips.Still(SharedFiles.Data("misc/single_face.jpg"), shape);

            var count = worker.Detector.Detect(Pictures.Load(frame), faces);

            Assert.Equal(Detect(pack, frame), faces[..count]);
        }
    }

    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void More_faces_than_asked_for_are_left_out_the_surest_come_first(string pack)
    {
        using var frame = Clips.Still(SharedFiles.Data("multi/multi_face.jpg"));
        using var worker = TestPacks.Worker(pack);
        var two = new DetectedFace[2];

        Assert.Equal(2, worker.Detector.Detect(Pictures.Load(frame), two));

        var all = Detect(pack, frame);
        Assert.True(all.Length > 2);
        Assert.Equal(all[..2], two);
        Assert.Equal(all.OrderByDescending(face => face.Score), all);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.95)]
    public void A_face_that_fills_the_picture_is_found_by_a_fine_Scrfd_too(double share)
    {
        using var whole = Clips.Still(SharedFiles.Data("verify/us_gov/obama/obama.jpg"));
        var box = Assert.Single(Detect("insightface", whole)).Box;
        var height = (int)(box.Height / share) / 2 * 2;
        var (x, y) = ((int)(box.Centre.X - height / 2), (int)Math.Max(0, box.Centre.Y - height / 2));
        using var close = Clips.Still(SharedFiles.Data("verify/us_gov/obama/obama.jpg"), $"crop={height}:{height}:{x}:{y},scale=640:640");
        using var detector = new ScrfdDetector(TestPacks.Of("insightface")[PackRole.Detector], 640);
        var faces = new DetectedFace[8];

        var count = detector.Detect(Pictures.Load(close), faces);

        Assert.Equal(1, count);
        Assert.InRange(faces[0].Box.Height / close.Height, (float)share - 0.12f, (float)share + 0.12f);
    }

    [Fact]
    public void A_larger_Scrfd_with_open_rows_is_decoded_by_the_same_code()
    {
        // SCRFD-2.5G names its outputs otherwise and leaves their rows open.
        var small = ModelManifest.Read(ModelManifest.DefaultPath).Model("det_500m");
        string[] names = ["446", "466", "486", "449", "469", "489", "452", "472", "492"];
        var outputs = small.Outputs.Zip(names, (output, name) => output with { Name = name, Shape = [-1, output.Shape[1]] });
        var large = small with { Id = "scrfd_2.5g", Outputs = [.. outputs] };
        using var session = OnnxSession.Open(
            large, File.ReadAllBytes(SharedFiles.Model("scrfd_2.5g_bnkps.onnx")), InferenceProvider.Cpu, TestPacks.Inference);
        using var frame = Clips.Still(SharedFiles.Data("misc/single_face.jpg"));
        var known = Assert.Single(Detect("insightface", frame));
        var faces = new DetectedFace[8];

        foreach (var side in (int[])[320, 640])
        {
            using var detector = new ScrfdDetector(session, side);

            Assert.Equal(1, detector.Detect(Pictures.Load(frame), faces));
            AssertNear(known.Box.Centre, faces[0].Box.Centre, 0.06f * known.Box.Width);
            AssertNear(known.Points.Nose, faces[0].Points.Nose, 0.06f * known.Box.Width);
            AssertNear(known.Points.LeftMouth, faces[0].Points.LeftMouth, 0.06f * known.Box.Width);
        }
    }

    [Fact]
    public void The_ids_are_those_of_the_manifest()
    {
        using var permissive = TestPacks.Worker();
        using var insightFace = TestPacks.Worker("insightface");

        Assert.Equal("yunet_n_dynamic", permissive.Detector.ModelId);
        Assert.Equal("det_500m", insightFace.Detector.ModelId);
    }

    static DetectedFace[] Detect(string pack, VideoFrame frame)
    {
        using var worker = TestPacks.Worker(pack);
        var faces = new DetectedFace[64];
        return faces[..worker.Detector.Detect(Pictures.Load(frame), faces)];
    }

    static Vector2[] AllPoints(DetectedFace face)
    {
        var points = new Vector2[5];
        face.Points.CopyTo(points);
        return points;
    }

    static void AssertNear(Vector2 expected, Vector2 actual, float near) =>
        Assert.True(Vector2.Distance(expected, actual) < near, $"{actual} is farther than {near} from {expected}");
}
