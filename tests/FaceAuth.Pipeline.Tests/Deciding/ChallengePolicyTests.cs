using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Verification under the policy "standard": challenges that the server draws.</summary>
public sealed class ChallengePolicyTests
{
    static readonly ScriptedFace Subject = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Accepts_the_subject_who_answers_every_challenge(int seed)
    {
        var session = new ScriptedSession(policy: "standard", seed: seed);

        Obey(session, Subject);

        Assert.True(session.Decision!.Accepted);
        Assert.Equal(2, session.Challenges.Count());
    }

    [Fact]
    public void Draws_every_kind_and_never_the_same_twice_in_a_row()
    {
        var drawn = Enumerable.Range(0, 40).Select(seed =>
        {
            var session = new ScriptedSession(policy: "standard", seed: seed);
            Obey(session, Subject);
            return session.Challenges.ToArray();
        }).ToList();

        Assert.All(drawn, challenges => Assert.NotEqual(challenges[0], challenges[1]));
        Assert.Equal(6, drawn.Select(challenges => (challenges[0], challenges[1])).Distinct().Count());
    }

    [Fact]
    public void Refuses_who_ignores_the_challenges()
    {
        var session = new ScriptedSession(policy: "standard");

        session.Show(Subject, 30);

        Assert.Equal(ReasonCode.ChallengeFailed, session.Decision!.Reasons[0]);
        Assert.Equal(2, session.Challenges.Count());
    }

    [Fact]
    public void Refuses_a_recording_that_turns_both_ways_and_blinks()
    {
        var refused = 0;
        for (var seed = 0; seed < 30; seed++)
        {
            var session = new ScriptedSession(policy: "standard", seed: seed);
            session.Loop(30, (Recording, 6));
            if (session.Decision is { Accepted: false }) refused++;
        }

        Assert.InRange(refused, 20, 30);   // luck may fit one; challenges are no defence against every replay
    }

    [Fact]
    public void Takes_no_answer_that_began_before_the_challenge()
    {
        var session = new ScriptedSession(policy: "standard", seed: SeedOf(ChallengeKind.TurnLeft));
        session.Fps = 30;

        ShowUntilChallenge(session, Subject with { Turning = time => time < 0.6 ? 0 : 40 });
        session.Show(Subject with { Yaw = 40 }, 1).Show(Subject, 4);

        Assert.Single(session.Challenges);
        Assert.Null(session.Decision);
    }

    [Fact]
    public void Counts_a_turn_to_the_wrong_side_as_missed()
    {
        var session = new ScriptedSession(policy: "standard", seed: SeedOf(ChallengeKind.TurnLeft));

        ShowUntilChallenge(session, Subject);
        session.Show(Subject with { Turning = ScriptedFace.TurnAt(0.5, -40) }, 3.5);

        Assert.Equal(2, session.Challenges.Count());
    }

    [Fact]
    public void Counts_walking_away_from_a_challenge_as_missed()
    {
        var session = new ScriptedSession(policy: "standard");

        for (var away = 0; away < 2; away++)
        {
            ShowUntilChallenge(session, Subject, away);
            session.Show(ScriptedFace.None, 0.5);
        }

        Assert.Contains(ReasonCode.ChallengeFailed, session.Decision!.Reasons);
    }

    [Fact]
    public void Does_not_tell_to_look_straight_while_a_turn_is_asked_for()
    {
        var session = new ScriptedSession(policy: "standard", seed: SeedOf(ChallengeKind.TurnRight));

        ShowUntilChallenge(session, Subject);
        session.Show(Subject with { Turning = ScriptedFace.TurnAt(0.4, -40) }, 2.5);

        Assert.DoesNotContain(GuidanceCode.LookStraight, session.Guidance);
    }

    [Fact]
    public void Refuses_a_picture_of_the_subject_that_somebody_else_answers_for()
    {
        var session = new ScriptedSession(policy: "standard", seed: SeedOf(ChallengeKind.TurnLeft));

        ShowUntilChallenge(session, Subject);
        session.Show(Subject with { Person = 2, Turning = ScriptedFace.TurnAt(0.5, 40) }, 2.6).Show(Subject, 30);

        Assert.False(session.Decision!.Accepted);
    }

    // left, right and a blink, in a fixed order: what one could have recorded
    static readonly ScriptedFace Recording = Subject with
    {
        Turning = time => ScriptedFace.TurnAt(0.5, 40)(time) + ScriptedFace.TurnAt(3, -40)(time),
        Eyes = ScriptedFace.BlinkAt(5.3),
    };

    static void Obey(ScriptedSession session, ScriptedFace face)
    {
        var seen = 0;
        while (session.Decision is null)
        {
            var challenges = session.Challenges.ToList();
            if (challenges.Count == seen)
            {
                session.Picture(face, 0);
                continue;
            }

            seen = challenges.Count;
            session.Show(
                challenges[^1] switch
                {
                    ChallengeKind.Blink => face with { Eyes = ScriptedFace.BlinkAt(0.8) },
                    ChallengeKind.TurnLeft => face with { Turning = ScriptedFace.TurnAt(0.5, 40) },
                    _ => face with { Turning = ScriptedFace.TurnAt(0.5, -40) },
                },
                2.8);
        }
    }

    static void ShowUntilChallenge(ScriptedSession session, ScriptedFace face, int before = 0)
    {
        var start = session.Now;
        while (session.Challenges.Count() <= before && session.Decision is null) session.Picture(face, (session.Now - start).TotalSeconds);
    }

    static int SeedOf(ChallengeKind first) => Enumerable.Range(0, 100).First(seed =>
    {
        var session = new ScriptedSession(policy: "standard", seed: seed);
        ShowUntilChallenge(session, Subject);
        return session.Challenges.First() == first;
    });
}
