using System.Numerics;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Tests.Accuracy;
using FaceAuth.Pipeline.Tests.Imaging;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Networks;

/// <summary>What light and colour tell of covered eyes and mouths: known patches, and real faces with something drawn on them.</summary>
public sealed class CoverModelTests : IDisposable
{
    // the aligned face itself, twice as large: eyes at (76.6, 103.4) and (147.1, 103)
    static readonly FacePoints Twice = new(new(76.6f, 103.4f), new(147.1f, 103), new(112, 143.5f), new(83.1f, 184.7f), new(141.5f, 184.4f));

    readonly PicturePyramid _picture = new();
    readonly FacePatches _patches = new();
    VideoFrame? _frame;

    [Fact]
    public void A_face_of_one_colour_is_as_light_as_its_skin_everywhere_and_has_no_contrast()
    {
        Load(grey: 120);

        Assert.Equal(new EyePatch(), Rounded(_patches.EyeAt(0)));
        Assert.Equal(new EyePatch(), Rounded(_patches.EyeAt(1)));
        Assert.Equal(0, _patches.MouthNow().Contrast, 2f / 120);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    [InlineData(200)]
    public void A_lens_half_as_light_as_the_skin_measures_the_same_on_any_skin(byte grey)
    {
        Load(grey, (100, 80, 100, 50, (byte)(16 + (grey - 16) / 2)));   // the right eye with lid and what lies below

        var (bare, behind) = (_patches.EyeAt(0), _patches.EyeAt(1));

        Assert.Equal(0, bare.Under, 0.03f);
        Assert.Equal(-0.65f, behind.Under, 0.1f);
        Assert.Equal(behind.Under, behind.Eye, 0.03f);
        Assert.Equal(behind.Under, behind.Lid, 0.03f);
    }

    [Fact]
    public void Dark_and_bright_stripes_make_contrast_where_they_lie()
    {
        Load(120, (60, 96, 36, 6, 40), (60, 102, 36, 6, 200));

        var (striped, plain) = (_patches.EyeAt(0), _patches.EyeAt(1));

        Assert.True(striped.Contrast > 0.8f, $"{striped}");
        Assert.True(striped.Dark < -0.5f, $"{striped}");
        Assert.Equal(0, plain.Contrast, 0.02f);
    }

    [Fact]
    public void Points_that_coincide_or_are_no_numbers_count_as_covered()
    {
        Load(120);
        var model = new CoverModel();

        Assert.Equal(CoverScores.AllCovered, model.Run(_picture, default, default));
        Assert.Equal(CoverScores.AllCovered, model.Run(_picture, Twice with { LeftEye = new Vector2(float.NaN) }, default));
    }

    [Fact]
    public void Allocates_nothing()
    {
        Load(120);
        var model = new CoverModel();
        for (var warm = 0; warm < 3; warm++) model.Run(_picture, Twice, default);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 3; i++) model.Run(_picture, Twice, default);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("verify/us_gov/obama/obama.jpg")]
    [InlineData("blink_stills/open_open.jpg")]
    [InlineData("occlusion/none/407.jpg")]
    public void A_box_over_one_eye_covers_that_eye_and_no_other(string photo)
    {
        var (plain, points) = Look(photo, null);
        var side = points.RightEye.X - points.LeftEye.X;
        var (left, _) = Look(photo, Box(points.LeftEye, 0.9f * side, 0.7f * side));
        var (right, _) = Look(photo, Box(points.RightEye, 0.9f * side, 0.7f * side));

        Assert.True(plain.Eyes < 0 && plain.Mouth < 0, $"{plain}");
        Assert.True(left.LeftEye > 0 && left.RightEye < left.LeftEye - 1, $"{left}");
        Assert.True(right.RightEye > 0 && right.LeftEye < right.RightEye - 1, $"{right}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _picture.Unload();
        _frame?.Dispose();
    }

    static (CoverScores, FacePoints) Look(string photo, string? filter)
    {
        using var frame = Clips.Still(SharedFiles.Data(photo), filter);
        using var reader = new FaceReader("permissive");
        Assert.NotEqual(0, reader.Search(frame));
        return (reader.Cover(), reader.Mesh().Points);
    }

    static string Box(Vector2 middle, float width, float height) => FormattableString.Invariant(
        $"drawbox=x={(int)(middle.X - width / 2)}:y={(int)(middle.Y - height / 2)}:w={(int)width}:h={(int)height}:color=0x604848:t=fill");

    void Load(byte grey, params (int X, int Y, int Width, int Height, byte Grey)[] boxes)
    {
        var frame = _frame = Pictures.Uniform(224, 224, grey, 128, 128);
        foreach (var box in boxes)
        {
            for (var row = box.Y; row < box.Y + box.Height; row++) frame.Y.Slice(row * frame.StrideY + box.X, box.Width).Fill(box.Grey);
        }

        _picture.Load(frame);
        Assert.True(_patches.TryLoad(_picture, Twice));
    }

    static EyePatch Rounded(EyePatch eye) => new(
        Near(eye.Under), Near(eye.Lid), Near(eye.Eye), Near(eye.Dark), Near(eye.Contrast), Near(eye.TintBlue), Near(eye.TintRed));

    static float Near(float value) => MathF.Abs(value) < 0.01f ? 0 : value;
}
