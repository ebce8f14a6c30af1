using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Life;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Challenges that the server draws: what answers them, what misses them.</summary>
public sealed class ChallengeTests
{
    static readonly ScriptedFace Subject = new();

    [Fact]
    public void Every_kind_is_asked_and_never_the_same_twice_in_a_row()
    {
        var sessions = Enumerable.Range(0, 60)
            .Select(seed => Obey(seed).Asked.Select(asked => (asked.Kind, asked.Count)).ToArray()).ToList();

        Assert.Equal(10, sessions.SelectMany(asked => asked).Distinct().Count());
        Assert.All(sessions, asked => Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second)));
        Assert.True(sessions.Select(asked => string.Join(' ', asked)).Distinct().Count() > 55);
    }

    [Fact]
    public void Times_are_drawn()
    {
        var sessions = Enumerable.Range(0, 20).Select(seed => Obey(seed)).ToList();
        var firsts = sessions.Select(session => session.Asked[0]).Where(asked => asked.Count == 1).Select(asked => asked.TimeLeft).ToList();

        Assert.True(firsts.Distinct().Count() > 10);
        Assert.All(firsts, left => Assert.InRange(left, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(8)));
    }

    [Theory]
    [InlineData("standard", 4)]
    [InlineData("strict", 6)]
    public void Each_is_told_to_be_over_and_whether_it_was_answered(string policy, int challenges)
    {
        Assert.All(Enumerable.Range(1, 10).Select(seed => Obey(seed, policy)), session =>
        {
            Assert.True(session.Decision!.Accepted);
            Assert.Equal(
                Enumerable.Repeat(true, challenges + session.Challenges.Count(IsFree)),
                session.Events.OfType<AuthEvent.ChallengeOver>().Select(over => over.Answered));
        });
    }

    [Fact]
    public void Strict_asks_nobody_to_come_closer()
    {
        var asked = Enumerable.Range(0, 60).SelectMany(seed => Obey(seed, "strict").Challenges);

        Assert.DoesNotContain(ChallengeKind.MoveCloser, asked);
    }

    [Fact]
    public void Nobody_is_asked_twice_to_come_closer_nor_after_a_miss()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            Assert.InRange(Obey(seed).Challenges.Count(kind => kind == ChallengeKind.MoveCloser), 0, 1);
            var ignored = new ScriptedSession(policy: "standard", seed: seed).Show(Subject, 30);
            Assert.Equal(2, ignored.Asked.Count);
            Assert.NotEqual(ChallengeKind.MoveCloser, ignored.Asked[1].Kind);
        }
    }

    [Theory]
    [InlineData(ChallengeKind.MoveCloser, 280, 0.56f)]
    [InlineData(ChallengeKind.Smile, 150, 0.7f)]
    public void Nobody_is_asked_for_what_they_cannot_do(ChallengeKind kind, float faceWidth, float mouthWidth)
    {
        var face = Subject with { FaceWidth = faceWidth, X = 150, Y = 60, MouthWidth = mouthWidth };

        var asked = Enumerable.Range(0, 80)
            .Select(seed => Put(new ScriptedSession(policy: "standard", seed: seed), face).Challenges.First());

        Assert.DoesNotContain(kind, asked);
    }

    [Fact]
    public void Ignoring_them_fails()
    {
        var session = new ScriptedSession(policy: "standard").Show(Subject, 30);

        Assert.Equal(ReasonCode.ChallengeFailed, session.Decision!.Reasons[0]);
        Assert.Equal(2, session.Asked.Count);
    }

    [Fact]
    public void One_lapses_when_its_time_is_up_and_not_before()
    {
        var session = Put(new ScriptedSession(policy: "standard"), Subject);

        session.Show(Subject, session.Asked[0].TimeLeft.TotalSeconds - 0.1);
        Assert.DoesNotContain(session.Events, said => said is AuthEvent.ChallengeOver);
        session.Show(Subject, 0.2);

        Assert.Contains(new AuthEvent.ChallengeOver(false), session.Events);
    }

    [Fact]
    public void A_miss_is_replaced_and_adds_one()
    {
        var session = Put(new ScriptedSession(policy: "standard", seed: SeedOf(ChallengeKind.TurnLeft)), Subject);
        session.Show(Subject with { Turning = ScriptedFace.TurnAt(0.5, -40) }, 3);

        new ScriptedPerson(1) { Heard = 1 }.Attend(session);

        Assert.True(session.Decision!.Accepted);
        bool[] answered = [false, .. Enumerable.Repeat(true, 5 + session.Challenges.Count(IsFree))];
        Assert.Equal(answered, session.Events.OfType<AuthEvent.ChallengeOver>().Select(over => over.Answered));
    }

    [Fact]
    public void Strict_forgives_none()
    {
        var session = Put(new ScriptedSession(policy: "strict", seed: SeedOf(ChallengeKind.TurnLeft, "strict")), Subject);

        session.Show(Subject with { Turning = ScriptedFace.TurnAt(0.5, -40) }, 3);

        Assert.Contains(ReasonCode.ChallengeFailed, session.Decision!.Reasons);
    }

    [Theory]
    [InlineData("other side")]
    [InlineData("nod")]
    [InlineData("smile")]
    [InlineData("mouth")]
    [InlineData("closer")]
    public void Doing_something_else_misses_it(string what)
    {
        var session = Put(new ScriptedSession(policy: "standard", seed: SeedOf(ChallengeKind.TurnLeft)), Subject);
        var other = what switch
        {
            "other side" => Subject with { Yaw = -30 },
            "nod" => Subject with { Pitch = -22 },
            "smile" => Subject with { MouthWidth = 0.7f },
            "mouth" => Subject with { MouthOpen = 0.5f },
            _ => Subject with { Growth = 1.6f },
        };

        session.Show(Subject, 0.6).Show(other, 1);

        Assert.Contains(new AuthEvent.ChallengeOver(false), session.Events);
    }

    [Theory]
    [InlineData(0.12)]
    [InlineData(0.6)]
    public void Closed_eyes_that_were_not_asked_for_neither_answer_nor_spoil(double closed)
    {
        var session = Put(new ScriptedSession(policy: "standard", seed: SeedOf(ChallengeKind.TurnLeft)), Subject);

        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(0.6, closed: closed) }, 3);
        Assert.Empty(session.Events.OfType<AuthEvent.ChallengeOver>());
        session.Show(Subject with { Turning = ScriptedFace.TurnAt(0, 40) }, 2.5);

        Assert.Contains(new AuthEvent.ChallengeOver(true), session.Events);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Blinks_are_counted_exactly(int blinks, bool answered)
    {
        var seed = Enumerable.Range(0, 200).First(seed =>
            Put(new ScriptedSession(policy: "standard", seed: seed), Subject).Asked[0] is { Kind: ChallengeKind.Blink, Count: 2 });
        var session = Put(new ScriptedSession(policy: "standard", seed: seed), Subject);

        session.Show(Subject, 0.6);
        for (var blink = 0; blink < blinks; blink++) session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(0, closed: 0.5) }, 1.1);
        session.Show(Subject, 1.5);

        Assert.Equal(new AuthEvent.ChallengeOver(answered), session.Events.OfType<AuthEvent.ChallengeOver>().First());
    }

    [Fact]
    public void Quick_blinks_are_no_answer()
    {
        var session = Put(new ScriptedSession(policy: "standard", seed: SeedOf(ChallengeKind.Blink)), Subject);

        session.Loop(4, (Subject with { Eyes = ScriptedFace.BlinkAt(0.2) }, 0.8));

        Assert.DoesNotContain(session.Events, said => said is AuthEvent.ChallengeOver);
    }

    [Theory]
    [InlineData(0.05, false)]
    [InlineData(0.5, true)]
    public void Nobody_reacts_at_once(double delay, bool answered)
    {
        var session = Put(new ScriptedSession(policy: "standard", seed: SeedOf(ChallengeKind.TurnLeft)) { Fps = 30 }, Subject);

        session.Show(Subject, delay).Show(Subject with { Turning = time => 40 * (float)Math.Sin(Math.Min(Math.PI, time * 3)) }, 1.5);

        Assert.Equal(new AuthEvent.ChallengeOver(answered), session.Events.OfType<AuthEvent.ChallengeOver>().Single());
    }

    [Fact]
    public void None_is_put_to_a_face_that_moves()
    {
        var session = new ScriptedSession(policy: "standard");

        session.Show(Subject with { Turning = time => 15 * (float)Math.Sin(time * 8) }, 6);
        Assert.Empty(session.Asked);
        session.Show(Subject, 1.5);

        Assert.Single(session.Asked);
    }

    [Fact]
    public void Answers_like_clockwork_are_not_enough()
    {
        var delays = new AnswerDelays(new ChallengeOptions().Lockstep);
        foreach (var delay in (double[])[0.800, 0.812, 0.805, 0.801]) delays.Add(TimeSpan.FromSeconds(delay));
        Assert.True(delays.IsInLockstep);

        delays.Add(TimeSpan.FromSeconds(0.95));

        Assert.False(delays.IsInLockstep);
    }

    [Fact]
    public void A_machine_that_answers_right_but_like_clockwork_is_asked_again_and_again()
    {
        var session = new ScriptedSession(policy: "strict", seed: 5) { Fps = 60 };

        for (var challenge = 0; session.Decision is null; challenge++)
        {
            Put(session, Subject, challenge).Show(Subject, 0.8);
            var asked = session.Asked[^1];
            for (var time = 0; time < asked.Count && session.Decision is null; time++) session.Show(Jump(asked), 0.5).Show(Subject, 0.2);
        }

        Assert.False(session.Decision.Accepted);
        Assert.DoesNotContain(new AuthEvent.ChallengeOver(false), session.Events);
        Assert.True(session.Asked.Count > 6);
    }

    [Fact]
    public void Walking_away_from_one_misses_it()
    {
        var session = new ScriptedSession(policy: "standard");

        for (var away = 0; away < 2; away++) Put(session, Subject, away).Show(ScriptedFace.None, 0.5);

        Assert.Contains(ReasonCode.ChallengeFailed, session.Decision!.Reasons);
    }

    [Theory]
    [InlineData(ChallengeKind.TurnRight, GuidanceCode.LookStraight)]
    [InlineData(ChallengeKind.NodUp, GuidanceCode.LookStraight)]
    [InlineData(ChallengeKind.MoveCloser, GuidanceCode.CenterFace)]
    public void Guidance_does_not_contradict_it(ChallengeKind kind, GuidanceCode contrary)
    {
        var atBorder = Subject with { X = 2 };
        var session = Put(new ScriptedSession(policy: "standard", seed: SeedOf(kind)), atBorder);

        session.Show(atBorder, 0.4);
        session.Show(
            kind switch
            {
                ChallengeKind.TurnRight => atBorder with { Yaw = -40 },
                ChallengeKind.NodUp => atBorder with { Pitch = 40 },
                _ => atBorder with { Growth = 1.28f },   // cut off, and not yet close enough
            },
            0.6);

        Assert.DoesNotContain(contrary, session.Guidance);
    }

    [Fact]
    public void Somebody_else_cannot_answer_for_a_picture_of_the_subject()
    {
        var session = Put(new ScriptedSession(policy: "standard", seed: SeedOf(ChallengeKind.TurnLeft)), Subject);

        session.Show(Subject with { Person = 2, Turning = ScriptedFace.TurnAt(0.5, 40) }, 2.6).Show(Subject, 30);

        Assert.False(session.Decision!.Accepted);
    }

    static bool IsFree(ChallengeKind kind) => kind is ChallengeKind.Blink or ChallengeKind.MoveCloser;

    // as asked, at once and all the way
    static ScriptedFace Jump(AuthEvent.Challenge asked) => asked.Kind switch
    {
        ChallengeKind.TurnLeft => Subject with { Yaw = 30 },
        ChallengeKind.TurnRight => Subject with { Yaw = -30 },
        ChallengeKind.NodUp => Subject with { Pitch = 15 },
        ChallengeKind.NodDown => Subject with { Pitch = -25 },
        ChallengeKind.Smile => Subject with { MouthWidth = 0.7f },
        ChallengeKind.OpenMouth => Subject with { MouthOpen = 0.5f },
        ChallengeKind.MoveCloser => Subject with { Growth = 1.6f },
        _ => Subject with { Eyes = _ => 0.1f },
    };

    static ScriptedSession Obey(int seed, string policy = "standard") =>
        new ScriptedPerson(seed).Attend(new ScriptedSession(policy: policy, seed: seed));

    // shows the face until it is asked for something
    static ScriptedSession Put(ScriptedSession session, ScriptedFace face, int before = 0)
    {
        while (session.Asked.Count <= before && session.Decision is null) session.Picture(face, 0);
        return session;
    }

    static int SeedOf(ChallengeKind first, string policy = "standard") => Enumerable.Range(0, 200)
        .First(seed => Put(new ScriptedSession(policy: policy, seed: seed), Subject).Asked[0].Kind == first);
}
