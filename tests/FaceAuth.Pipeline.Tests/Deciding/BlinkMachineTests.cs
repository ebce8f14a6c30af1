using System.Numerics;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Life;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Eye readings that are a blink, and those that are not.</summary>
public sealed class BlinkMachineTests
{
    readonly BlinkMachine _machine = new(new BlinkOptions());
    TimeSpan _now = TimeSpan.FromSeconds(10);
    int _blinks;

    [Theory]
    [InlineData(8, 0.15)]
    [InlineData(10, 0.12)]
    [InlineData(15, 0.1)]
    [InlineData(30, 0.07)]
    [InlineData(30, 0.25)]
    [InlineData(60, 0.1)]
    public void Counts_a_blink_at_any_frame_rate_and_phase(double fps, double closed)
    {
        for (var phase = 0; phase < 8; phase++)
        {
            _blinks = 0;
            _machine.Reset();

            Play(fps, 3, ScriptedFace.BlinkAt(1.5 + phase / (8 * fps), closed));

            Assert.Equal(1, _blinks);
        }
    }

    [Fact]
    public void Counts_a_long_blink_whose_readings_waver_where_eyes_count_as_closed()
    {
        var slow = new BlinkMachine(new ChallengeOptions().Deliberate(new BlinkOptions()));
        float[] closed = [0.43f, 0.425f, 0.34f, 0.36f, 0.46f, 0.43f];
        var blinks = 0;

        for (var picture = 0; picture < 45; picture++)
        {
            var at = TimeSpan.FromSeconds(picture / 15.0);
            var open = 0.3f * (picture is >= 24 and < 30 ? closed[picture - 24] : 1);
            if (slow.TryHandle(new EyeReading(new FrameTime(at, at), open, open, new Vector2(300, 180), 150, 0, -5), out _)) blinks++;
        }

        Assert.Equal(1, blinks);
    }

    [Fact]
    public void Counts_no_long_squint_as_a_blink()
    {
        Play(15, 3, time => time is > 1.5 and < 1.8 ? 0.46f : 1);

        Assert.Equal(0, _blinks);
    }

    [Fact]
    public void Counts_each_of_several_blinks()
    {
        Play(
            15, 6,
            time => MathF.Min(ScriptedFace.BlinkAt(1.5)(time), MathF.Min(ScriptedFace.BlinkAt(3)(time), ScriptedFace.BlinkAt(4.2)(time))));

        Assert.Equal(3, _blinks);
    }

    [Fact]
    public void Counts_the_blink_of_a_smiling_face()
    {
        Play(15, 5, time => (time < 1 ? 1 : MathF.Max(0.55f, 1 - (float)(time - 1) * 0.6f)) * ScriptedFace.BlinkAt(3.5)(time));

        Assert.Equal(1, _blinks);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(30)]
    public void Counts_no_smile(double fps)
    {
        // 0.3 down to 0.126 within half a second, held, and back: the deepest smile measured
        Play(fps, 6, time => time switch
        {
            < 1.5 => 1,
            < 2 => 1 - (float)(time - 1.5) * 2 * 0.58f,
            < 3.5 => 0.42f,
            < 4 => 0.42f + (float)(time - 3.5) * 2 * 0.58f,
            _ => 1,
        });

        Assert.Equal(0, _blinks);
    }

    [Fact]
    public void Counts_no_still()
    {
        var noise = new Random(5);

        Play(30, 20, _ => 0.85f + 0.15f * (float)noise.NextDouble());

        Assert.Equal(0, _blinks);
    }

    [Fact]
    public void Counts_no_long_closing()
    {
        Play(15, 5, ScriptedFace.BlinkAt(1.5, closed: 1));

        Assert.Equal(0, _blinks);
    }

    [Fact]
    public void Counts_no_single_stray_reading_between_close_ones()
    {
        Play(30, 3, time => time is > 1.5 and < 1.533 ? 0.1f : 1);

        Assert.Equal(0, _blinks);
    }

    [Fact]
    public void Counts_no_wink()
    {
        Play(15, 3, ScriptedFace.BlinkAt(1.5), _ => 1);

        Assert.Equal(0, _blinks);
    }

    [Fact]
    public void Counts_no_dip_while_the_face_moves()
    {
        Play(15, 3, ScriptedFace.BlinkAt(1.5), move: time => time > 1.5 ? 80 : 0);

        Assert.Equal(0, _blinks);
    }

    [Fact]
    public void Counts_no_dip_that_ends_somewhere_else()
    {
        Play(15, 3, ScriptedFace.BlinkAt(1.5), move: time => time > 1.72 ? 80 : 0);

        Assert.Equal(0, _blinks);
    }

    [Fact]
    public void Counts_no_dip_while_the_head_turns()
    {
        Play(15, 3, ScriptedFace.BlinkAt(1.5), yaw: time => time is > 1.5 and < 1.7 ? 20 : 0);

        Assert.Equal(0, _blinks);
    }

    [Fact]
    public void Counts_nobody_who_leaves_with_eyes_half_shut_and_comes_back()
    {
        Play(15, 1.6, ScriptedFace.BlinkAt(1.5));
        _now += TimeSpan.FromSeconds(0.4);
        Play(15, 1, _ => 1);

        Assert.Equal(0, _blinks);
    }

    [Fact]
    public void Counts_no_blink_that_an_unusable_picture_interrupts()
    {
        Play(15, 1.65, ScriptedFace.BlinkAt(1.5));
        _machine.HandleUnusable();
        Play(15, 1, _ => 1);

        Assert.Equal(0, _blinks);
    }

    [Fact]
    public void Forgives_one_missing_reading_within_a_blink()
    {
        Play(15, 1.6, ScriptedFace.BlinkAt(1.5, closed: 0.2));
        _now += TimeSpan.FromSeconds(1 / 15.0);
        Play(15, 1, time => ScriptedFace.BlinkAt(1.5, closed: 0.2)(time + 1.667));

        Assert.Equal(1, _blinks);
    }

    [Fact]
    public void Counts_nothing_before_the_open_level_is_known()
    {
        Play(30, 0.5, ScriptedFace.BlinkAt(0.05));

        Assert.Equal(0, _blinks);
    }

    [Fact]
    public void Starts_anew_when_the_cameras_clock_jumps_back()
    {
        Play(15, 1.6, ScriptedFace.BlinkAt(1.5));
        _now -= TimeSpan.FromSeconds(5);
        Play(15, 0.2, _ => 1);

        Assert.Equal(0, _blinks);
        Assert.False(_machine.IsWatching);
    }

    void Play(
        double fps, double seconds, Func<double, float> right, Func<double, float>? left = null,
        Func<double, float>? move = null, Func<double, float>? yaw = null)
    {
        var start = _now;
        for (var picture = 0; picture < seconds * fps; picture++)
        {
            var time = picture / fps;
            _now = start + TimeSpan.FromSeconds(time);
            var reading = new EyeReading(
                new FrameTime(_now, _now), 0.3f * right(time), 0.3f * (left ?? right)(time),
                new Vector2(300 + (move?.Invoke(time) ?? 0), 180), 150, yaw?.Invoke(time) ?? 0, -5);
            if (_machine.TryHandle(reading, out _)) _blinks++;
        }

        _now = start + TimeSpan.FromSeconds(Math.Ceiling(seconds * fps) / fps);
    }
}
