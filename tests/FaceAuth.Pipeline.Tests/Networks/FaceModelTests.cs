using System.Numerics;
using System.Numerics.Tensors;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Tests.Imaging;
using FaceAuth.Pipeline.Tests.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Networks;

/// <summary>Each network's pre- and post-processing, by what must happen to its answer when the picture changes in a known way.</summary>
public sealed class FaceModelTests : IDisposable
{
    readonly FaceModels _worker = TestPacks.Worker();
    readonly PicturePyramid _picture = new();
    readonly Vector3[] _points = new Vector3[FaceMesh.PointCount];

    public void Dispose() => _worker.Dispose();

    [Fact]
    public void The_mesh_of_a_mirrored_face_is_mirrored()
    {
        using var frame = Still("video/single_face.mp4");
        using var mirrored = Pictures.Mirrored(frame);

        var (mesh, other) = (Mesh(frame), Mesh(mirrored));

        Assert.InRange(mesh.Presence, 0.99f, 1);
        Assert.Equal(mesh.RightEye, other.LeftEye, 0.06f);
        Assert.Equal(mesh.LeftEye, other.RightEye, 0.06f);
        Assert.Equal(mesh.Points.LeftEye.X, frame.Width - 1 - other.Points.RightEye.X, 4f);
        Assert.Equal(mesh.Points.Nose.X, frame.Width - 1 - other.Points.Nose.X, 4f);
    }

    [Fact]
    public void A_wink_closes_the_eye_that_it_closes()
    {
        using var wink = Still("blink_stills/Adele_Haenel_Cannes_2016.jpg");
        using var mirrored = Pictures.Mirrored(wink);
        using var open = Still("blink_stills/open_open.jpg");
        using var closed = Still("blink_stills/closed_closed.jpg");

        var (seen, turned) = (Mesh(wink), Mesh(mirrored));

        Assert.True(seen.RightEye < 0.6f * seen.LeftEye, $"{seen}");
        Assert.True(turned.LeftEye < 0.6f * turned.RightEye, $"{turned}");
        Assert.InRange(Mesh(open).SmallerEye, 0.3f, 0.45f);
        Assert.InRange(Mesh(closed).SmallerEye, 0, 0.05f);
    }

    [Fact]
    public void The_meshs_points_lie_where_the_detector_has_them()
    {
        using var frame = Still("video/single_face.mp4");

        var face = Face(frame);
        var mesh = Mesh(frame);

        var (found, meshed) = (new Vector2[5], new Vector2[5]);
        face.Points.CopyTo(found);
        mesh.Points.CopyTo(meshed);
        Assert.All(found.Zip(meshed), pair => Assert.True(Vector2.Distance(pair.First, pair.Second) < 0.08f * face.Box.Width));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(-25)]
    public void The_mesh_follows_a_tilted_head(int degrees)
    {
        using var upright = Still("video/single_face.mp4");
        using var tilted = Still("video/single_face.mp4", $"rotate={degrees}*PI/180");

        var (mesh, turned) = (Mesh(upright), Mesh(tilted));

        Assert.InRange(turned.Presence, 0.99f, 1);
        Assert.Equal(mesh.Next.Tilt + degrees * MathF.PI / 180, turned.Next.Tilt, 0.05f);
        Assert.Equal(mesh.SmallerEye, turned.SmallerEye, 0.06f);
        Assert.Equal(mesh.Next.Side, turned.Next.Side, 0.06f * mesh.Next.Side);
    }

    [Fact]
    public void The_next_region_is_where_a_detector_would_look()
    {
        foreach (var clip in (string[])["video/single_face.mp4", "video/opendbm_subj01.mp4", "video/pexels-8164110.mp4"])
        {
            using var frame = Still(clip);

            var region = _worker.Mesh.RegionOf(Face(frame));
            var next = Mesh(frame).Next;

            Assert.Equal(region.Side, next.Side, 0.05f * region.Side);
            Assert.True(Vector2.Distance(region.Centre, next.Centre) < 0.05f * region.Side, $"{region} {next}");
        }
    }

    [Fact]
    public void No_mesh_is_present_where_there_is_no_face()
    {
        using var frame = Still("video/no_face.mp4");
        _picture.Load(frame);

        var mesh = _worker.Mesh.Run(_picture, new(new(480, 270), 300, 0), _points);

        Assert.InRange(mesh.Presence, 0, 0.1f);
    }

    [Fact]
    public void The_half_precision_mesh_sees_the_same_eyes()
    {
        var manifest = ModelManifest.Read(ModelManifest.DefaultPath);
        var model = manifest.Model("face_landmarks_478_fp16");
        using var session = OnnxSession.Open(model, File.ReadAllBytes(SharedFiles.Model(model.File)), InferenceProvider.Cpu, TestPacks.Inference);
        using var half = new FaceMesh(session);
        using var frame = Still("video/single_face.mp4");
        var full = Mesh(frame);

        var mesh = half.Run(_picture, half.RegionOf(Face(frame)), _points);

        Assert.Equal(full.RightEye, mesh.RightEye, 0.01f);
        Assert.Equal(full.LeftEye, mesh.LeftEye, 0.01f);
        Assert.Equal(full.Presence, mesh.Presence, 0.01f);
    }

    [Fact]
    public void A_head_turned_to_the_pictures_left_has_negative_yaw_and_mirrored_positive()
    {
        // a woman who looks to the picture's left; mirrored, to her own left as an unmirrored camera has it
        using var frame = Still("misc/headpose_AFW_134212_1_4.jpg");
        using var mirrored = Pictures.Mirrored(frame);

        var (pose, other) = (Pose(frame), Pose(mirrored));
        var (mesh, turned) = (Mesh(frame), Mesh(mirrored));

        var (nose, eyes) = (mesh.Points.Nose, (mesh.Points.LeftEye + mesh.Points.RightEye) / 2);
        Assert.True(nose.X < eyes.X - 20, $"{nose} {eyes}");   // where the nose points, whatever the models say
        Assert.InRange(pose.Yaw, -50, -30);
        Assert.InRange(other.Yaw, 30, 50);
        Assert.InRange(mesh.Shape.Angles.Yaw, -50, -30);
        Assert.InRange(turned.Shape.Angles.Yaw, 30, 50);
        Assert.Equal(pose.Pitch, other.Pitch, 8f);
        Assert.Equal(mesh.Shape.Angles.Pitch, turned.Shape.Angles.Pitch, 8f);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-20)]
    public void A_head_tilted_clockwise_has_positive_roll(int degrees)
    {
        using var upright = Still("video/single_face.mp4");
        using var tilted = Still("video/single_face.mp4", $"rotate={degrees}*PI/180");

        Assert.Equal(Pose(upright).Roll + degrees, Pose(tilted).Roll, 8f);
        Assert.Equal(Mesh(upright).Shape.Angles.Roll + degrees, Mesh(tilted).Shape.Angles.Roll, 4f);
        Assert.Equal(Mesh(upright).Shape.Angles.Pitch, Mesh(tilted).Shape.Angles.Pitch, 6f);
    }

    [Fact]
    public void A_bowed_head_has_negative_pitch()
    {
        using var bowed = Still("occlusion/glasses/atm_006.jpg");
        using var level = Still("occlusion/none/407.jpg");

        Assert.True(Pose(bowed).Pitch < Pose(level).Pitch - 15);
        Assert.True(Mesh(bowed).Shape.Angles.Pitch < Mesh(level).Shape.Angles.Pitch - 15);
    }

    [Fact]
    public void A_smile_widens_the_mouth_and_opens_it()
    {
        using var plain = Still("video/single_face.mp4", "select=eq(n\\,0)");
        using var smiling = Still("video/single_face.mp4", "select=eq(n\\,60)");

        var (before, after) = (Mesh(plain).Shape, Mesh(smiling).Shape);

        Assert.True(after.MouthWidth > 1.2f * before.MouthWidth, $"{before} {after}");
        Assert.True(after.MouthOpen > before.MouthOpen + 0.1f, $"{before} {after}");
    }

    [Fact]
    public void The_key_points_are_the_meshs_own()
    {
        using var frame = Still("video/single_face.mp4");

        var mesh = Mesh(frame);

        Assert.Equal(FaceKeyPoints.Count, FaceKeyPoints.Numbers.ToArray().Distinct().Count());
        for (var i = 0; i < FaceKeyPoints.Count; i++) Assert.Equal(_points[FaceKeyPoints.Numbers[i]], mesh.KeyPoints[i]);
        Assert.Equal(mesh.KeyPoints, FaceKeyPoints.Of(_points));
    }

    [Fact]
    public void Blurring_lowers_sharpness_and_dimming_lowers_light()
    {
        using var clear = Still("video/single_face.mp4");
        using var blurred = Still("video/single_face.mp4", "gblur=sigma=6");
        using var dim = Still("video/single_face.mp4", "lutyuv=y=16+(val-16)/4:u=128+(val-128)/4:v=128+(val-128)/4");
        var box = Face(clear).Box;

        var (seen, soft, dark) = (Quality(clear, box), Quality(blurred, box), Quality(dim, box));

        Assert.InRange(seen.Sharpness, 0.6f, 1);
        Assert.InRange(soft.Sharpness, 0, 0.2f);
        Assert.InRange(seen.Light, 0.5f, 1);
        Assert.InRange(dark.Light, 0, 0.35f);
    }

    [Fact]
    public void Covered_points_are_the_ones_that_a_box_covers()
    {
        using var frame = Still("verify/us_gov/obama/obama.jpg");
        var face = Face(frame);
        var (eyes, mouth) = ((face.Points.LeftEye + face.Points.RightEye) / 2, (face.Points.LeftMouth + face.Points.RightMouth) / 2);
        using var blindfold = Still("verify/us_gov/obama/obama.jpg", Cover(eyes, face.Box.Width, face.Box.Height * 0.2f));
        using var scarf = Still("verify/us_gov/obama/obama.jpg", Cover(mouth, face.Box.Width, face.Box.Height * 0.45f));

        var (clear, blind, veiled) = (Obstacle(frame, face.Box), Obstacle(blindfold, face.Box), Obstacle(scarf, face.Box));

        Assert.True(clear.Worst < -3, $"{clear}");
        Assert.True(blind.Eyes > 0 && blind.Eyes > blind.LowerFace, $"{blind}");
        Assert.True(veiled.LowerFace > 0 && veiled.LowerFace > veiled.Eyes, $"{veiled}");
    }

    [Fact]
    public void The_anti_spoof_crop_moves_inside_the_picture_instead_of_being_cut()
    {
        // Worked out by hand from the published crop: 2.7 × 100 = 270 pixels about the middle.
        Assert.Equal(new Box(165, 165, 271, 271), AntiSpoofModel.Crop(new(250, 250, 100, 100), 2.7f, 640, 640));
        Assert.Equal(new Box(0, 0, 271, 271), AntiSpoofModel.Crop(new(10, 10, 100, 100), 2.7f, 640, 640));
        Assert.Equal(new Box(369, 369, 271, 271), AntiSpoofModel.Crop(new(530, 530, 100, 100), 2.7f, 640, 640));
        // A picture too small for it lowers the scale: 199 ÷ 100 = 1.99.
        Assert.Equal(new Box(0, 0, 200, 200), AntiSpoofModel.Crop(new(50, 50, 100, 100), 2.7f, 200, 200));
    }

    [Fact]
    public void Softmax_is_sure_of_large_logits_and_stays_finite()
    {
        Assert.Equal(1, AntiSpoofModel.Softmax([0, 500, -500], 1), 1e-6f);
        Assert.Equal(1f / 3, AntiSpoofModel.Softmax([4, 4, 4], 1), 1e-6f);
    }

    [Fact]
    public void An_embedding_has_length_one_and_survives_a_tilt()
    {
        using var upright = Still("video/single_face.mp4");
        using var tilted = Still("video/single_face.mp4", "rotate=15*PI/180");

        var (embedding, turned) = (Embedding(upright), Embedding(tilted));

        Assert.Equal(1, TensorPrimitives.Norm<float>(embedding), 1e-5f);
        Assert.InRange(TensorPrimitives.Dot<float>(embedding, turned), 0.85f, 1);
    }

    [Fact]
    public void An_embedding_of_another_length_is_refused_untouched()
    {
        using var frame = Still("video/single_face.mp4");
        var mesh = Mesh(frame);
        var wrong = new float[127];

        Assert.Throws<ArgumentException>(() => _worker.Embedder.Embed(_picture, mesh.Points, wrong));
        Assert.All(wrong, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Points_of_the_template_align_to_themselves()
    {
        FacePoints template = new(new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f));

        var map = FaceEmbedder.ToPicture(template);

        Assert.True(Vector2.Distance(new(10, 20), Vector2.Transform(new(10, 20), map)) < 1e-3f);
    }

    [Fact]
    public void A_whole_look_at_a_picture_allocates_nothing()
    {
        using var frame = Still("video/single_face.mp4");
        var (faces, embedding) = (new DetectedFace[8], new float[_worker.Embedder.Length]);
        Look();
        Look();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 3; i++) Look();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Look()
        {
            _picture.Load(frame);
            _worker.Detector.Detect(_picture, faces);
            var mesh = _worker.Mesh.Run(_picture, _worker.Mesh.RegionOf(faces[0]), _points);
            _worker.Pose.Run(_picture, faces[0].Box);
            _worker.Quality.Run(_picture, faces[0].Box);
            _worker.Obstacle.Run(_picture, faces[0].Box);
            _worker.Mask.Run(_picture, faces[0].Box);
            _worker.AntiSpoof.Run(_picture, faces[0].Box);
            _worker.Embedder.Embed(_picture, mesh.Points, embedding);
        }
    }

    static VideoFrame Still(string name, string? filter = null) => Clips.Still(SharedFiles.Data(name), filter);

    static string Cover(Vector2 middle, float width, float height) =>
        FormattableString.Invariant($"drawbox=x={(int)(middle.X - width / 2)}:y={(int)(middle.Y - height / 2)}:w={(int)width}:h={(int)height}:color=0x404848:t=fill");

    DetectedFace Face(VideoFrame frame)
    {
        _picture.Load(frame);
        var faces = new DetectedFace[8];
        Assert.NotEqual(0, _worker.Detector.Detect(_picture, faces));
        return faces[0];
    }

    MeshResult Mesh(VideoFrame frame) => _worker.Mesh.Run(_picture, _worker.Mesh.RegionOf(Face(frame)), _points);

    HeadAngles Pose(VideoFrame frame) => _worker.Pose.Run(_picture, Face(frame).Box);

    QualityScores Quality(VideoFrame frame, Box box)
    {
        _picture.Load(frame);
        return _worker.Quality.Run(_picture, box);
    }

    ObstacleScores Obstacle(VideoFrame frame, Box box)
    {
        _picture.Load(frame);
        return _worker.Obstacle.Run(_picture, box);
    }

    float[] Embedding(VideoFrame frame)
    {
        var mesh = Mesh(frame);
        var embedding = new float[_worker.Embedder.Length];
        _worker.Embedder.Embed(_picture, mesh.Points, embedding);
        return embedding;
    }
}
