using System.Numerics;
using System.Numerics.Tensors;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Networks;

/// <summary>The other networks, by what must happen to their answers when the picture changes in a known way.</summary>
public sealed class FaceModelTests : IDisposable
{
    readonly FaceLook _look = new();

    public void Dispose() => _look.Dispose();

    [Fact]
    public void Blurring_lowers_sharpness_and_dimming_lowers_light()
    {
        using var clear = Still("video/single_face.mp4");
        using var blurred = Still("video/single_face.mp4", "gblur=sigma=6");
        using var dim = Still("video/single_face.mp4", "lutyuv=y=16+(val-16)/4:u=128+(val-128)/4:v=128+(val-128)/4");
        var box = _look.Face(clear).Box;

        var (seen, soft, dark) = (_look.Quality(clear, box), _look.Quality(blurred, box), _look.Quality(dim, box));

        Assert.InRange(seen.Sharpness, 0.6f, 1);
        Assert.InRange(soft.Sharpness, 0, 0.2f);
        Assert.InRange(seen.Light, 0.5f, 1);
        Assert.InRange(dark.Light, 0, 0.35f);
    }

    [Fact]
    public void Covered_points_are_the_ones_that_a_box_covers()
    {
        using var frame = Still("verify/us_gov/obama/obama.jpg");
        var face = _look.Face(frame);
        var (eyes, mouth) = ((face.Points.LeftEye + face.Points.RightEye) / 2, (face.Points.LeftMouth + face.Points.RightMouth) / 2);
        using var blindfold = Still("verify/us_gov/obama/obama.jpg", Cover(eyes, face.Box.Width, face.Box.Height * 0.2f));
        using var scarf = Still("verify/us_gov/obama/obama.jpg", Cover(mouth, face.Box.Width, face.Box.Height * 0.45f));

        var clear = _look.Obstacle(frame, face.Box);
        var blind = _look.Obstacle(blindfold, face.Box);
        var veiled = _look.Obstacle(scarf, face.Box);

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

        var (embedding, turned) = (_look.Embedding(upright), _look.Embedding(tilted));

        Assert.Equal(1, TensorPrimitives.Norm<float>(embedding), 1e-5f);
        Assert.InRange(TensorPrimitives.Dot<float>(embedding, turned), 0.85f, 1);
    }

    [Fact]
    public void An_embedding_of_another_length_is_refused_untouched()
    {
        using var frame = Still("video/single_face.mp4");
        var mesh = _look.Mesh(frame);
        var wrong = new float[127];

        Assert.Throws<ArgumentException>(() => _look.Models.Embedder.Embed(_look.Picture, mesh.Points, wrong));
        Assert.All(wrong, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Points_of_the_template_align_to_themselves()
    {
        FacePoints template = new(
            new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f));

        var map = FaceEmbedder.ToPicture(template);

        Assert.True(Vector2.Distance(new(10, 20), Vector2.Transform(new(10, 20), map)) < 1e-3f);
    }

    [Fact]
    public void A_whole_look_at_a_picture_allocates_nothing()
    {
        using var frame = Still("video/single_face.mp4");
        var (faces, embedding) = (new DetectedFace[8], new float[_look.Models.Embedder.Length]);
        Look();
        Look();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 3; i++) Look();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Look()
        {
            _look.Picture.Load(frame);
            _look.Models.Detector.Detect(_look.Picture, faces);
            var mesh = _look.Models.Mesh.Run(_look.Picture, _look.Models.Mesh.RegionOf(faces[0]), _look.Points);
            _look.Models.Pose.Run(_look.Picture, faces[0].Box);
            _look.Models.Quality.Run(_look.Picture, faces[0].Box);
            _look.Models.Obstacle.Run(_look.Picture, faces[0].Box);
            _look.Models.Mask.Run(_look.Picture, faces[0].Box);
            _look.Models.AntiSpoof.Run(_look.Picture, faces[0].Box);
            _look.Models.Embedder.Embed(_look.Picture, mesh.Points, embedding);
        }
    }

    static VideoFrame Still(string name, string? filter = null) => Clips.Still(SharedFiles.Data(name), filter);

    static string Cover(Vector2 middle, float width, float height) =>
        FormattableString.Invariant(
            $"drawbox=x={(int)(middle.X - width / 2)}:y={(int)(middle.Y - height / 2)}:w={(int)width}:h={(int)height}")
        + ":color=0x404848:t=fill";
}
