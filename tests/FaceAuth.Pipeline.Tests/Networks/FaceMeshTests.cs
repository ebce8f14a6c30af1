using System.Numerics;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Tests.Imaging;
using FaceAuth.Pipeline.Tests.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Networks;

/// <summary>What mesh and pose say of a face, by what must happen to it when the picture changes in a known way.</summary>
public sealed class FaceMeshTests : IDisposable
{
    readonly FaceLook _look = new();

    public void Dispose() => _look.Dispose();

    [Fact]
    public void The_mesh_of_a_mirrored_face_is_mirrored()
    {
        using var frame = Still("video/single_face.mp4");
        using var mirrored = Pictures.Mirrored(frame);

        var (mesh, other) = (_look.Mesh(frame), _look.Mesh(mirrored));

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

        var (seen, turned) = (_look.Mesh(wink), _look.Mesh(mirrored));

        Assert.True(seen.RightEye < 0.6f * seen.LeftEye, $"{seen}");
        Assert.True(turned.LeftEye < 0.6f * turned.RightEye, $"{turned}");
        Assert.InRange(_look.Mesh(open).SmallerEye, 0.3f, 0.45f);
        Assert.InRange(_look.Mesh(closed).SmallerEye, 0, 0.05f);
    }

    [Fact]
    public void The_meshs_points_lie_where_the_detector_has_them()
    {
        using var frame = Still("video/single_face.mp4");

        var face = _look.Face(frame);
        var mesh = _look.Mesh(frame);

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

        var (mesh, turned) = (_look.Mesh(upright), _look.Mesh(tilted));

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

            var region = _look.Models.Mesh.RegionOf(_look.Face(frame));
            var next = _look.Mesh(frame).Next;

            Assert.Equal(region.Side, next.Side, 0.05f * region.Side);
            Assert.True(Vector2.Distance(region.Centre, next.Centre) < 0.05f * region.Side, $"{region} {next}");
        }
    }

    [Fact]
    public void No_mesh_is_present_where_there_is_no_face()
    {
        using var frame = Still("video/no_face.mp4");
        _look.Picture.Load(frame);

        var mesh = _look.Models.Mesh.Run(_look.Picture, new(new(480, 270), 300, 0), _look.Points);

        Assert.InRange(mesh.Presence, 0, 0.1f);
    }

    [Fact]
    public void The_half_precision_mesh_sees_the_same_eyes()
    {
        var manifest = ModelManifest.Read(ModelManifest.DefaultPath);
        var model = manifest.Model("face_landmarks_478_fp16");
        using var session = OnnxSession.Open(
            model, File.ReadAllBytes(SharedFiles.Model(model.File)), InferenceProvider.Cpu, TestPacks.Inference);
        using var half = new FaceMesh(session);
        using var frame = Still("video/single_face.mp4");
        var full = _look.Mesh(frame);

        var mesh = half.Run(_look.Picture, half.RegionOf(_look.Face(frame)), _look.Points);

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

        var (pose, other) = (_look.Pose(frame), _look.Pose(mirrored));
        var (mesh, turned) = (_look.Mesh(frame), _look.Mesh(mirrored));

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

        Assert.Equal(_look.Pose(upright).Roll + degrees, _look.Pose(tilted).Roll, 8f);
        Assert.Equal(_look.Mesh(upright).Shape.Angles.Roll + degrees, _look.Mesh(tilted).Shape.Angles.Roll, 4f);
        Assert.Equal(_look.Mesh(upright).Shape.Angles.Pitch, _look.Mesh(tilted).Shape.Angles.Pitch, 6f);
    }

    [Fact]
    public void A_bowed_head_has_negative_pitch()
    {
        using var bowed = Still("occlusion/glasses/atm_006.jpg");
        using var level = Still("occlusion/none/407.jpg");

        Assert.True(_look.Pose(bowed).Pitch < _look.Pose(level).Pitch - 15);
        Assert.True(_look.Mesh(bowed).Shape.Angles.Pitch < _look.Mesh(level).Shape.Angles.Pitch - 15);
    }

    [Fact]
    public void A_smile_widens_the_mouth_and_opens_it()
    {
        using var plain = Still("video/single_face.mp4", "select=eq(n\\,0)");
        using var smiling = Still("video/single_face.mp4", "select=eq(n\\,60)");

        var (before, after) = (_look.Mesh(plain).Shape, _look.Mesh(smiling).Shape);

        Assert.True(after.MouthWidth > 1.2f * before.MouthWidth, $"{before} {after}");
        Assert.True(after.MouthOpen > before.MouthOpen + 0.1f, $"{before} {after}");
    }

    [Fact]
    public void The_key_points_are_the_meshs_own()
    {
        using var frame = Still("video/single_face.mp4");

        var mesh = _look.Mesh(frame);

        Assert.Equal(FaceKeyPoints.Count, FaceKeyPoints.Numbers.ToArray().Distinct().Count());
        for (var i = 0; i < FaceKeyPoints.Count; i++) Assert.Equal(_look.Points[FaceKeyPoints.Numbers[i]], mesh.KeyPoints[i]);
        Assert.Equal(mesh.KeyPoints, FaceKeyPoints.Of(_look.Points));
    }

    static VideoFrame Still(string name, string? filter = null) => Clips.Still(SharedFiles.Data(name), filter);
}
