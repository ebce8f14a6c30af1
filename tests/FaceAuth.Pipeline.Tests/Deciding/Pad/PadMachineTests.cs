using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Deciding.Pad;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Deciding.Pad;

/// <summary>Evidence of an attack over time; the plain fusion gives back what the networks say.</summary>
public sealed class PadMachineTests
{
    static readonly FaceChange Lively = new(0.01f, new(8, 2, 0.5f, 0.2f));
    static readonly FaceChange Dead = new(0.01f, new(2, 2, 0.2f, 0.2f));

    readonly PadMachine _pad = new(new LiveScoreOptions(), FakeModelPack.PlainFusion);
    TimeSpan _now = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(100)]
    public void Takes_three_seconds_of_pictures_for_live_at_any_rate(double fps)
    {
        var pictures = (int)Math.Ceiling(3 * fps) + 1;
        Score(pictures - 1, 0.95f, fps);
        Assert.False(_pad.IsLive);
        Assert.InRange(_pad.Progress, 0.5, 0.999);

        Score(1, 0.95f, fps);

        Assert.True(_pad.IsLive);
        Assert.Equal(1, _pad.Progress);
    }

    [Fact]
    public void Takes_six_pictures_however_long_they_took()
    {
        Score(5, 0.95f, fps: 1);
        Assert.False(_pad.IsLive);

        Score(1, 0.95f, fps: 1);

        Assert.True(_pad.IsLive);
    }

    [Fact]
    public void Does_not_count_the_time_in_which_nothing_was_seen()
    {
        Score(30, 0.95f);
        _now += TimeSpan.FromSeconds(2);
        Score(10, 0.95f);
        Assert.False(_pad.IsLive);

        Score(10, 0.95f);

        Assert.True(_pad.IsLive);
    }

    [Fact]
    public void Remembers_a_poor_start_for_as_long_as_passive_takes()
    {
        Score(60, 0.5f);
        Score(75, 0.8f);
        Assert.False(_pad.IsLive);

        Score(80, 0.8f);

        Assert.True(_pad.IsLive);
    }

    [Fact]
    public void Gives_a_flood_of_good_pictures_no_more_weight_than_their_time()
    {
        Score(8, 0.5f, fps: 2);

        Score(200, 0.99f, fps: 200);

        Assert.InRange(_pad.Score!.Value, 0.5f, 0.74f);
        Assert.False(_pad.IsLive);
    }

    [Fact]
    public void A_policy_may_demand_more_than_a_slow_camera_gives_in_the_window()
    {
        var pad = new PadMachine(
            new LiveScoreOptions { Needed = 16, Window = TimeSpan.FromSeconds(4), Over = TimeSpan.FromSeconds(5) },
            FakeModelPack.PlainFusion);
        for (var picture = 0; picture < 15; picture++) pad.Add(Next(2), Of(0.95f));
        Assert.False(pad.IsLive);

        pad.Add(Next(2), Of(0.95f));

        Assert.True(pad.IsLive);
    }

    [Fact]
    public void Takes_no_burst_for_live()
    {
        Score(64, 0.95f, fps: 1000);

        Assert.False(_pad.IsLive);
    }

    [Theory]
    [InlineData(0.77f, true)]
    [InlineData(0.73f, false)]
    public void Goes_by_the_score_of_all_together(float score, bool live)
    {
        Score(50, score);

        Assert.Equal(live, _pad.IsLive);
        Assert.Equal(!live, _pad.IsSuspect);
    }

    [Fact]
    public void Forgives_a_few_bad_pictures()
    {
        for (var i = 0; i < 50; i++) Score(1, i % 8 == 0 ? 0.01f : 0.99f);

        Assert.True(_pad.IsLive);
    }

    [Fact]
    public void Takes_no_score_for_live_where_most_pictures_are_bad()
    {
        var pad = new PadMachine(new LiveScoreOptions(), FakeModelPack.PlainFusion with { Intercept = 20 });
        for (var i = 0; i < 50; i++) pad.Add(Next(15), Of(i % 3 == 0 ? 0.99f : 0.01f));

        Assert.InRange(pad.Score!.Value, 0.99f, 1);
        Assert.False(pad.IsLive);
        Assert.True(pad.IsSuspect);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(120)]
    public void Forgets_pictures_that_are_long_past(double fps)
    {
        Score(20, 0.01f, fps);
        Assert.True(_pad.IsSuspect);

        Score((int)(10.5 * fps), 0.95f, fps);

        Assert.True(_pad.IsLive);
    }

    [Fact]
    public void Gives_up_only_when_the_score_stays_low()
    {
        Score(70, 0.05f);
        Assert.False(_pad.IsHopeless);
        Score(10, 0.05f);
        Assert.True(_pad.IsHopeless);

        Score(120, 0.95f);

        Assert.False(_pad.IsHopeless);
    }

    [Fact]
    public void A_face_livelier_than_its_surroundings_speaks_for_life()
    {
        var (lively, dead) = (Judging(Lively), Judging(Dead));

        Assert.True(lively.Score > 0.75f && lively.IsLive);
        Assert.True(dead.Score < 0.75f && dead.IsSuspect);
        Assert.InRange(lively.Features.Stir, 1.1f, 1.2f);
        Assert.Equal(0, dead.Features.Stir);
    }

    [Fact]
    public void A_face_as_still_as_a_photo_on_a_stand_is_not_live_however_lively_it_looks()
    {
        var still = Judging(Lively with { Sway = 0.0024f });

        Assert.True(still.Score > 0.75f);
        Assert.True(still is { IsStill: true, IsLive: false, LooksLive: false, IsSuspect: true, Progress: 0 });
        Assert.True(Judging(Lively with { Sway = 0.0026f }) is { IsStill: false, IsLive: true });
    }

    [Fact]
    public void One_lurch_makes_no_still_face_move_and_one_still_moment_makes_no_photo()
    {
        Assert.True(Judging(Lively with { Sway = 0.0005f }, first: 0.06f).IsStill);
        Assert.False(Judging(Lively with { Sway = 0.006f }, first: 0f).IsStill);
    }

    [Fact]
    public void Motion_counts_where_there_is_no_scene_to_compare_with()
    {
        var filling = Judging(new FaceChange(0.0005f, null));

        Assert.True(filling.IsStill);
        Assert.Equal(Judging(null).Score!.Value, filling.Score!.Value, 5);
    }

    [Fact]
    public void A_face_may_be_asked_for_no_motion()
    {
        Assert.True(Judging(Lively with { Sway = 0 }, options: new LiveScoreOptions { StillBelow = 0 }).IsLive);
    }

    [Fact]
    public void Nothing_known_of_the_change_counts_as_a_still_picture()
    {
        Assert.Equal(Judging(Dead).Score!.Value, Judging(null).Score!.Value, 5);
    }

    [Fact]
    public void Starts_anew_after_a_reset()
    {
        Score(30, 0.95f);
        _pad.Add(_now, Lively);

        _pad.Reset();

        Assert.False(_pad.IsLive);
        Assert.False(_pad.IsSuspect);
        Assert.Null(_pad.Score);
        Assert.Equal(default, _pad.Features);
    }

    // networks in doubt; the fusion goes by the change alone
    PadMachine Judging(FaceChange? change, float? first = null, LiveScoreOptions? options = null)
    {
        var pad = new PadMachine(options ?? new LiveScoreOptions(), new PadFusion(
            "change", [new("narrow", 0, 1, 4), new("wide", 0, 1, 4), new("stir", 0.5f, 0.5f, 2), new("texturedStir", 0, 1, 0)], 0));
        for (var i = 0; i < 50; i++)
        {
            pad.Add(Next(15), Of(0.5f));
            if (i % 7 == 6 && change is { } seen) pad.Add(_now, i == 6 && first is { } sway ? seen with { Sway = sway } : seen);
        }

        return pad;
    }

    void Score(int pictures, float score, double fps = 15)
    {
        for (var i = 0; i < pictures; i++) _pad.Add(Next(fps), Of(score));
    }

    static AntiSpoofScores Of(float score) => new(score, score);

    TimeSpan Next(double fps) => _now += TimeSpan.FromSeconds(1 / fps);
}
