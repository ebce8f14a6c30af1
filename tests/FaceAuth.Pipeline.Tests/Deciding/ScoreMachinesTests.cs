using FaceAuth.Pipeline.Deciding;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Live scores and votes over time.</summary>
public sealed class ScoreMachinesTests
{
    readonly LiveScoreMachine _live = new(new LiveScoreOptions());
    readonly VoteMachine _votes = new(new VoteOptions(), acceptAt: 0.4f);
    TimeSpan _now = TimeSpan.FromSeconds(10);

    [Fact]
    public void Takes_eight_pictures_over_half_a_second_for_live()
    {
        Score(7, 0.95f);
        Assert.False(_live.IsLive);
        Score(1, 0.95f);
        Assert.False(_live.IsLive);   // eight within 467 ms
        Score(1, 0.95f);

        Assert.True(_live.IsLive);
    }

    [Fact]
    public void Takes_no_burst_for_live()
    {
        Score(64, 0.95f, fps: 1000);

        Assert.False(_live.IsLive);
    }

    [Theory]
    [InlineData(0.76f, true)]
    [InlineData(0.74f, false)]
    public void Goes_by_the_trimmed_mean(float score, bool live)
    {
        Score(20, score);

        Assert.Equal(live, _live.IsLive);
        Assert.Equal(!live, _live.IsSuspect);
    }

    [Fact]
    public void Forgives_a_few_bad_pictures()
    {
        for (var i = 0; i < 30; i++) Score(1, i % 8 == 0 ? 0.1f : 0.99f);

        Assert.True(_live.IsLive);
    }

    [Fact]
    public void Forgets_pictures_that_are_long_past()
    {
        Score(20, 0.05f);
        Assert.True(_live.IsSuspect);
        Score(70, 0.95f);

        Assert.True(_live.IsLive);
    }

    [Fact]
    public void Gives_up_only_when_the_score_stays_low()
    {
        Score(70, 0.05f);
        Assert.False(_live.IsHopeless);
        Score(10, 0.05f);
        Assert.True(_live.IsHopeless);
        Score(60, 0.95f);

        Assert.False(_live.IsHopeless);
    }

    [Fact]
    public void Needs_five_of_seven_over_time_for_a_match()
    {
        Vote(4, 0.8f);
        Vote(2, 0.1f);
        Assert.False(_votes.IsMatch);
        Vote(1, 0.8f);
        Assert.False(_votes.IsMatch);   // five of seven, but within 0.4 s
        Vote(10, 0.8f);

        Assert.True(_votes.IsMatch);
        Assert.Equal(0.8f, _votes.Similarity);
    }

    [Fact]
    public void Takes_no_burst_for_a_match()
    {
        Vote(60, 0.8f, fps: 200);

        Assert.False(_votes.IsMatch);
    }

    [Fact]
    public void Takes_no_yes_from_a_picture_that_looks_like_an_attack()
    {
        for (var i = 0; i < 30; i++) _votes.Add(Next(15), 0.8f, mayAccept: false);
        Assert.False(_votes.IsMatch);
        Assert.Null(_votes.Similarity);

        for (var i = 0; i < 32; i++) _votes.Add(Next(15), 0.1f, mayAccept: false);
        Assert.True(_votes.IsMismatch);
    }

    [Fact]
    public void Says_no_after_two_seconds_of_no()
    {
        Vote(30, 0.1f);
        Assert.False(_votes.IsMismatch);
        Vote(2, 0.1f);

        Assert.True(_votes.IsMismatch);
        Assert.True(_votes.LeansNo);
    }

    [Fact]
    public void Says_no_at_high_rates_too()
    {
        Vote(123, 0.1f, fps: 60);

        Assert.True(_votes.IsMismatch);
    }

    [Fact]
    public void Does_not_say_no_while_some_say_yes()
    {
        for (var i = 0; i < 60; i++) Vote(1, i % 4 == 0 ? 0.8f : 0.1f);

        Assert.False(_votes.IsMismatch);
        Assert.False(_votes.IsMatch);
    }

    [Fact]
    public void Starts_anew_after_a_reset()
    {
        Vote(15, 0.8f);
        Score(15, 0.9f);

        _votes.Reset();
        _live.Reset();

        Assert.False(_votes.IsMatch);
        Assert.False(_live.IsLive);
        Assert.Null(_live.Score);
        Assert.Null(_votes.Similarity);
    }

    void Score(int pictures, float score, double fps = 15)
    {
        for (var i = 0; i < pictures; i++) _live.Add(Next(fps), score);
    }

    void Vote(int pictures, float similarity, double fps = 15)
    {
        for (var i = 0; i < pictures; i++) _votes.Add(Next(fps), similarity, mayAccept: true);
    }

    TimeSpan Next(double fps) => _now += TimeSpan.FromSeconds(1 / fps);
}
