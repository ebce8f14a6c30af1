using FaceAuth.People.Filming;
using FaceAuth.People.Measuring;
using FaceAuth.People.Scenes;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Store.Contracts;

namespace FaceAuth.People.Tests.Flows;

/// <summary>
/// Rendered people hear the challenges of whole sessions and do what is asked; and what was filmed of them meets other challenges.
/// </summary>
public sealed class ChallengedPersonTests(AnsweredSessions sessions, ITestOutputHelper output) : IClassFixture<AnsweredSessions>
{
    const int Replays = 2000;

    [Theory]
    [InlineData(PolicyNames.Standard, false)]
    [InlineData(PolicyNames.Strict, false)]
    [InlineData(PolicyNames.Standard, true)]
    [InlineData(PolicyNames.Strict, true)]
    public async Task Whoever_answers_is_accepted(string policy, bool canPursue)
    {
        var (outcome, _) = await sessions.OfAsync(policy, canPursue);

        output.WriteLine($"{outcome.Decision}");
        Assert.True(outcome.Decision.Accepted);
    }

    [Theory]
    [InlineData(PolicyNames.Standard, false)]
    [InlineData(PolicyNames.Strict, false)]
    [InlineData(PolicyNames.Standard, true)]
    [InlineData(PolicyNames.Strict, true)]
    public async Task A_replay_passes_where_the_very_same_is_asked_for(string policy, bool canPursue)
    {
        var (_, recording) = await sessions.OfAsync(policy, canPursue);

        Assert.True(sessions.Player.Replay(recording, policy, AnsweredSessions.Seed));
    }

    [Theory]
    [InlineData(PolicyNames.Standard, false)]
    [InlineData(PolicyNames.Strict, false)]
    [InlineData(PolicyNames.Standard, true)]
    [InlineData(PolicyNames.Strict, true)]
    public async Task A_replay_passes_no_oftener_than_the_policy_says(string policy, bool canPursue)
    {
        var (_, recording) = await sessions.OfAsync(policy, canPursue);
        // where half a replay is to be expected, one or two are no more than chance
        var most = Math.Max(2, new DecisionOptions().Policy(policy)!.MaxGuessChance * Replays);

        var passed = Enumerable.Range(1, Replays)
            .Count(i => sessions.Player.Replay(recording, policy, AnsweredSessions.Seed + i, from: i % recording.Count));

        output.WriteLine($"{passed} of {Replays} replays pass");
        Assert.InRange(passed, 0, most);
    }

    [Fact]
    public async Task Whoever_only_looks_on_is_refused()
    {
        using var camera = new SceneCamera();
        sessions.Player.FixChallenges(AnsweredSessions.Seed);
        sessions.Player.CanPursue = false;

        var outcome = await new Attendance(sessions.Player, camera).PlayAsync(
            SessionPurpose.Enroll, await sessions.Player.NewSubjectAsync(), PolicyNames.Standard, Casting.Clip("live", 1, 1, 60),
            person: null);

        output.WriteLine($"{outcome.Decision}");
        Assert.False(outcome.Decision.Accepted);
        Assert.Contains(ReasonCode.ChallengeFailed, outcome.Decision.Reasons);
    }
}
