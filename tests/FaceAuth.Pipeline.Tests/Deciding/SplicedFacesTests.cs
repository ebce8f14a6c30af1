using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>A screen shows a calm recording of the subject, and for the blink of an eye somebody else who does as asked.</summary>
/// <remarks>The subject is recognised, the other one is alive, and neither may pass for both.</remarks>
public sealed class SplicedFacesTests(ITestOutputHelper output)
{
    const int Sessions = 200;
    const int Subject = 1;
    const int SomebodyElse = 2;

    static readonly ScriptedFace Blended = new() { BlendedWith = SomebodyElse, Similarity = 0.56f };

    [Theory]
    [InlineData("standard", 8, false)]
    [InlineData("standard", 15, false)]
    [InlineData("standard", 30, false)]
    [InlineData("strict", 15, false)]
    [InlineData("standard", 15, true)]
    [InlineData("strict", 30, true)]
    public void Answers_of_somebody_else_between_pictures_of_the_subject_do_not_count(string policy, double fps, bool canPursue)
    {
        var accepted = 0;

        for (var seed = 0; seed < Sessions; seed++)
        {
            var session = new ScriptedSession(policy: policy, seed: seed, canPursue: canPursue) { Fps = fps };
            if (Splice(session, seed).Decision!.Accepted) accepted++;
        }

        output.WriteLine($"{policy} at {fps}/s: {accepted} of {Sessions} accepted");
        Assert.Equal(0, accepted);
    }

    /// <summary>A face blended of both comes first, and becomes what is followed: it is like the subject and like the other one.</summary>
    [Theory]
    [InlineData("standard", 15, false)]
    [InlineData("standard", 30, false)]
    [InlineData("strict", 15, false)]
    [InlineData("standard", 15, true)]
    [InlineData("strict", 30, true)]
    public void Nor_do_they_after_a_face_blended_of_both(string policy, double fps, bool canPursue)
    {
        var accepted = 0;

        for (var seed = 0; seed < Sessions; seed++)
        {
            var session = new ScriptedSession(policy: policy, seed: seed, canPursue: canPursue) { Fps = fps };
            if (Splice(session, seed, Blended).Decision!.Accepted) accepted++;
        }

        output.WriteLine($"{policy} at {fps}/s: {accepted} of {Sessions} accepted");
        Assert.Equal(0, accepted);
    }

    [Theory]
    [InlineData("standard", false)]
    [InlineData("strict", false)]
    [InlineData("standard", true)]
    [InlineData("strict", true)]
    public void A_search_is_told_whose_answers_they_were(string policy, bool canPursue)
    {
        var searched = 0;

        for (var seed = 0; seed < 20; seed++)
        {
            var session = new ScriptedSession(SessionPurpose.Identify, policy: policy, seed: seed, canPursue: canPursue);
            if (Splice(session, seed, Blended).Searched is not { } search) continue;
            searched++;
            Assert.Equal(canPursue ? 1 : session.Asked.Count, search.Alive.Count);
            Assert.All(search.Alive, sign => Assert.False(sign.MayBe(face => face[Subject], search.AliveAt)));
        }

        output.WriteLine($"{policy}: {searched} of 20 searched");
        Assert.True(searched > 10);
    }

    [Theory]
    [InlineData("standard", false)]
    [InlineData("strict", false)]
    [InlineData("standard", true)]
    [InlineData("strict", true)]
    public void Nor_is_the_subject_enrolled_by_answers_of_somebody_else(string policy, bool canPursue)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var session = new ScriptedSession(SessionPurpose.Enroll, policy: policy, seed: seed, canPursue: canPursue);

            var stored = Splice(session, seed, Blended with { Sharpness = 0.6f }).Stored?.Templates ?? [];
            Assert.All(stored, template => Assert.True(template.Vector.Span[Subject] < 0.3f));   // who answered may be
        }
    }

    [Fact]
    public void Nor_does_their_natural_blink_after_a_face_blended_of_both()
    {
        var calm = new ScriptedFace();
        var session = new ScriptedSession().Show(Blended, 1);

        while (session.Decision is null) session.Show(calm, 1).Show(calm with { Person = SomebodyElse, Eyes = _ => 0.1f }, 0.14);

        session.AssertRefused(ReasonCode.NoSignOfLife);
    }

    [Fact]
    public void Nor_does_a_natural_blink_of_somebody_else()
    {
        var calm = new ScriptedFace();
        var session = new ScriptedSession();

        while (session.Decision is null) session.Show(calm, 1).Show(calm with { Person = SomebodyElse, Eyes = _ => 0.1f }, 0.14);

        session.AssertRefused(ReasonCode.NoSignOfLife);
    }

    // as few pictures of the other one as an answer takes, the most telling ones, and no way there or back
    static ScriptedSession Splice(ScriptedSession session, int seed, ScriptedFace? first = null)
    {
        // who is never calm is asked for nothing until the blended face is what is followed
        if (first is not null) session.Show(first with { Turning = time => 10 * (float)Math.Sin(time * 8) }, 3);
        while (first is not null && session.Asked.Count == 0) session.Picture(first, 0);
        var subject = new ScriptedPerson(seed) { Blinks = false };
        var random = new Random(seed);
        var cut = new Queue<ScriptedFace>();
        var follower = new ScriptedPerson(seed) { Blinks = false };
        var followsUntil = TimeSpan.Zero;
        for (var heard = 0; session.Decision is null;)
        {
            if (session.Asked.Count > heard)
            {
                heard = session.Asked.Count;
                cut.Clear();
                if (session.Asked[^1].Path is not null)
                {
                    follower.Hear(session.Asked[^1], session.Now.TotalSeconds);
                    followsUntil = session.Now + session.Asked[^1].TimeLeft;
                    continue;
                }

                var calm = new ScriptedFace();
                for (var i = Pictures(0.8 + 0.8 * random.NextDouble(), session.Fps); i > 0; i--) cut.Enqueue(calm);
                foreach (var face in Answer(session.Asked[^1], calm, session.Fps)) cut.Enqueue(face);
            }

            if (session.Now < followsUntil)
            {
                // three of four pictures are the other one's, who follows the mark; the fourth is the subject's, who looks past it
                var isSubject = session.Pictures % 4 == 0;
                var past = subject.At(session.Now.TotalSeconds);
                var other = follower.At(session.Now.TotalSeconds) with { Person = SomebodyElse };
                session.Picture(isSubject ? past with { Pitch = past.Pitch - 4 } : other, 0);
                continue;
            }

            session.Picture(cut.TryDequeue(out var next) && next != new ScriptedFace() ? next : subject.At(session.Now.TotalSeconds), 0);
        }

        return session;
    }

    static IEnumerable<ScriptedFace> Answer(AuthEvent.Challenge asked, ScriptedFace calm, double fps)
    {
        var other = calm with { Person = SomebodyElse };
        if (asked.Kind == ChallengeKind.Blink)
        {
            var shut = other with { Eyes = _ => 0.1f };
            return Enumerable.Range(0, asked.Count)
                .SelectMany(_ => Enumerable.Repeat(shut, Pictures(0.19, fps)).Concat(Enumerable.Repeat(calm, Pictures(0.5, fps))));
        }

        return Enumerable.Repeat(asked.Kind switch
        {
            ChallengeKind.TurnLeft => other with { Yaw = 30 },
            ChallengeKind.TurnRight => other with { Yaw = -30 },
            ChallengeKind.NodUp => other with { Pitch = 33 },
            ChallengeKind.NodDown => other with { Pitch = -40 },
            ChallengeKind.OpenMouth => other with { MouthOpen = 0.6f },
            ChallengeKind.Smile => other with { MouthWidth = 0.56f * 1.35f, MouthOpen = 0.1f },
            _ => other with { Growth = 1.6f },
        }, Pictures(0.105, fps) + 1);   // the first says that an answer begins
    }

    static int Pictures(double seconds, double fps) => (int)Math.Ceiling(seconds * fps) + 1;
}
