using System.Numerics;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Pad;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Deciding.Evidence;

/// <summary>Made-up scenes: a textured wall, a textured face before it, sensor noise.</summary>
public sealed class SceneChangeTests : IDisposable
{
    static readonly Box Face = new(260, 140, 120, 160);

    readonly VideoFramePool _frames = new(limit: 2, kept: 2);
    readonly PicturePyramid _picture = new();
    readonly Random _random = new(7);

    [Fact]
    public void A_face_that_changes_its_expression_before_a_still_wall_is_lively()
    {
        var change = Measure(expression: 12, face: default, wall: default);

        Assert.InRange(change.Stir, 0.7f, 3);
        Assert.InRange(change.TexturedStir, 0.3f, 4);
    }

    [Fact]
    public void A_fixed_photo_changes_no_more_than_the_wall()
    {
        var change = Measure(expression: 0, face: default, wall: default);

        Assert.InRange(change.Stir, -0.25f, 0.25f);
        Assert.InRange(change.TexturedStir, -0.8f, 0.3f);   // this face has more texture than its wall
    }

    [Theory]
    [InlineData(12, 0)]
    [InlineData(-9, 6)]
    public void A_photo_that_fills_the_picture_and_is_waved_changes_no_more_than_its_own_wall(int x, int y)
    {
        var change = Measure(expression: 0, face: new(x, y), wall: new(x, y));

        Assert.InRange(change.Stir, -0.3f, 0.3f);
    }

    [Fact]
    public void A_photo_moved_before_a_wall_is_no_livelier_for_its_motion()
    {
        var change = Measure(expression: 0, face: new(12, 8), wall: default);

        Assert.InRange(change.Stir, -0.5f, 0.5f);
    }

    [Fact]
    public void A_live_face_in_a_camera_held_by_hand_stays_lively()
    {
        var change = Measure(expression: 12, face: new(12, 8), wall: new(12, 8));

        Assert.InRange(change.Stir, 0.6f, 3);
    }

    [Fact]
    public void People_passing_on_one_side_do_not_hide_a_lively_face()
    {
        var change = Measure(expression: 12, face: default, wall: default, passer: true);

        Assert.InRange(change.Stir, 0.6f, 3);
    }

    [Fact]
    public void A_face_that_fills_the_picture_says_nothing()
    {
        var sketch = Sketch(0, default, default, false);

        Assert.False(SceneChange.TryMeasure(sketch, new Box(-20, -20, 680, 520), sketch, Matrix3x2.Identity, out _));
        Assert.False(SceneChange.TryMeasure(new LumaSketch(), Face, sketch, Matrix3x2.Identity, out _));
    }

    [Fact]
    public void Pictures_of_two_sizes_are_not_compared_even_where_their_sketches_are_alike()
    {
        var (before, after) = (Sketch(0, default, default, false), new LumaSketch());
        using var smaller = Rent(320, 240);
        Take(after, smaller);

        Assert.Equal((before.Width, before.Height), (after.Width, after.Height));
        Assert.False(SceneChange.TryMeasure(before, Face, after, Matrix3x2.CreateScale(0.5f), out _));
    }

    [Fact]
    public void A_map_of_nonsense_leaves_the_difference_as_it_stands()
    {
        var (before, after) = (Sketch(0, default, default, false), Sketch(12, default, default, false));

        Assert.True(SceneChange.TryMeasure(before, Face, after, new Matrix3x2(float.NaN, 0, 0, 1, 0, 0), out var nonsense));
        Assert.True(SceneChange.TryMeasure(before, Face, after, Matrix3x2.CreateTranslation(5000, 0), out var outside));
        Assert.Equal(nonsense, outside);
        Assert.True(float.IsFinite(nonsense.Stir));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2.5, 1)]
    [InlineData(10, 4)]
    [InlineData(30, 12)]
    public void Holds_pictures_against_each_other_that_lie_half_a_second_apart_at_any_rate(double fps, int every)
    {
        var (machine, sketch, points) = (new StirMachine(), Sketch(0, default, default, false), default(FaceKeyPoints));
        List<int> said = [];

        for (var picture = 0; picture <= 4 * every; picture++)
        {
            if (machine.TryHandle(TimeSpan.FromSeconds(picture / fps), sketch, Face, points, out var change)) said.Add(picture);
            Assert.True(float.IsFinite(change.Sway));
        }

        Assert.Equal([every, 2 * every, 3 * every, 4 * every], said);
    }

    [Fact]
    public void Holds_nothing_against_a_picture_of_long_ago_or_of_before_a_reset()
    {
        var (machine, sketch, points) = (new StirMachine(), Sketch(0, default, default, false), default(FaceKeyPoints));
        machine.TryHandle(TimeSpan.Zero, sketch, Face, points, out _);

        Assert.False(machine.TryHandle(TimeSpan.FromSeconds(2), sketch, Face, points, out _));
        Assert.True(machine.TryHandle(TimeSpan.FromSeconds(2.5), sketch, Face, points, out _));
        machine.Reset();
        Assert.False(machine.TryHandle(TimeSpan.FromSeconds(3), sketch, Face, points, out _));
    }

    [Fact]
    public void A_full_range_picture_gives_the_sketch_of_its_limited_twin()
    {
        var (full, limited) = (new LumaSketch(), new LumaSketch());
        using var frame = Rent(640, 480);
        frame.Y.Fill(255);
        frame.FullRange = true;
        Take(full, frame);
        frame.Y.Fill(235);
        frame.FullRange = false;
        Take(limited, frame);

        Assert.Equal((160, 120, 0.25f), (full.Width, full.Height, full.Scale));
        Assert.True(full.Luma.SequenceEqual(limited.Luma));
    }

    public void Dispose() => _frames.Dispose();

    SceneChange Measure(float expression, Vector2 face, Vector2 wall, bool passer = false)
    {
        var before = Sketch(0, default, default, false);
        var after = Sketch(expression, face, wall, passer);
        Assert.True(SceneChange.TryMeasure(before, Face, after, Matrix3x2.CreateTranslation(face), out var change));
        return change;
    }

    LumaSketch Sketch(float expression, Vector2 face, Vector2 wall, bool passer)
    {
        using var frame = Rent(640, 480);
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++)
            {
                var (fx, fy) = (x - face.X, y - face.Y);
                var inFace = fx >= Face.X && fx < Face.Right && fy >= Face.Y && fy < Face.Bottom;
                var luma = inFace
                    ? Texture(fx, fy, 0.11f, 25) + expression * MathF.Sin(fx * 0.09f + 1) * MathF.Sin(fy * 0.08f)
                    : Texture(x - wall.X, y - wall.Y, 0.05f, 30);
                if (passer && x < 120) luma += 60;
                frame.Y[y * frame.StrideY + x] = (byte)Math.Clamp(luma + _random.Next(-8, 9), 16, 235);
            }
        }

        var sketch = new LumaSketch();
        Take(sketch, frame);
        return sketch;
    }

    static float Texture(float x, float y, float rate, float height) => 120 + height * (MathF.Sin(x * rate) + MathF.Cos(y * rate * 1.3f));

    void Take(LumaSketch sketch, VideoFrame frame)
    {
        _picture.Load(frame);
        sketch.Take(_picture);
        _picture.Unload();
    }

    VideoFrame Rent(int width, int height)
    {
        Assert.True(_frames.TryRent(width, height, out var frame));
        return frame;
    }
}
