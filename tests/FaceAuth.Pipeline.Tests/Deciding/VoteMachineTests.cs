using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Votes over time.</summary>
public sealed class VoteMachineTests
{
    readonly VoteMachine _votes = new(new VoteOptions(), acceptAt: 0.4f);
    TimeSpan _now = TimeSpan.FromSeconds(10);

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
    public void Takes_what_compares_with_nothing_for_a_no()
    {
        Vote(4, float.NaN);
        Vote(1, 0.1f);
        Vote(10, float.NaN);
        Assert.False(_votes.IsMatch);
        Vote(20, float.NaN);

        Assert.True(_votes.IsMismatch);
        Assert.True(_votes.LeansNo);
    }

    [Fact]
    public void Counts_no_vote_without_a_number_among_those_needed()
    {
        Vote(20, 0.1f);
        Vote(2, float.NaN);
        Vote(4, 0.8f, fps: 5);   // four of seven, one less than needed

        Assert.False(_votes.IsMatch);
        Assert.Equal(0.8, _votes.Progress, 1e-6);
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

        _votes.Reset();

        Assert.False(_votes.IsMatch);
        Assert.Null(_votes.Similarity);
    }

    void Vote(int pictures, float similarity, double fps = 15)
    {
        for (var i = 0; i < pictures; i++) _votes.Add(Next(fps), similarity, mayAccept: true);
    }

    TimeSpan Next(double fps) => _now += TimeSpan.FromSeconds(1 / fps);
}
