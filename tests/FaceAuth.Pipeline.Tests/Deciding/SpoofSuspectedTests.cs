using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Who is refused because it looks like an attack.</summary>
public sealed class SpoofSuspectedTests
{
    static readonly ScriptedFace Subject = new();

    [Fact]
    public void Refuses_a_clear_spoof_early_even_if_it_blinks()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Live = 0.02f, Eyes = ScriptedFace.BlinkAt(2) }, 10);

        session.AssertRefused(ReasonCode.SpoofSuspected);
        Assert.InRange(session.Decision!.Scores.Duration, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
    }

    [Fact]
    public void Names_no_sign_of_life_beside_a_clear_spoof()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Live = 0.02f }, 10);

        Assert.Equal([ReasonCode.SpoofSuspected, ReasonCode.NoSignOfLife], session.Decision!.Reasons);
    }

    [Theory]
    [InlineData(0.76f, true)]
    [InlineData(0.95f, false)]
    public void Suspects_a_face_that_shows_no_life_unless_it_looks_clearly_live(float live, bool suspected)
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Live = live }, 12);

        session.AssertRefused(ReasonCode.NoSignOfLife);
        Assert.Equal(suspected, session.Decision!.Reasons.Contains(ReasonCode.SpoofSuspected));
    }

    [Fact]
    public void Refuses_a_doubtful_spoof_when_time_is_up()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Live = 0.6f, Eyes = ScriptedFace.BlinkAt(2) }, 12);

        Assert.Equal([ReasonCode.SpoofSuspected], session.Decision!.Reasons);
        Assert.Equal(0.6, session.Decision.Scores.LiveScore!.Value, 2);
    }

    [Fact]
    public void Names_the_spoof_that_is_held_askew()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Live = 0.1f, Yaw = 31 }, 12);

        Assert.Equal([ReasonCode.SpoofSuspected, ReasonCode.PoorQuality], session.Decision!.Reasons);
    }

    [Fact]
    public void Refuses_when_most_pictures_look_like_a_spoof()
    {
        var session = new ScriptedSession();

        for (var picture = 0; session.Decision is null; picture++)
            session.Picture(Subject with { Live = picture % 3 > 0 ? 0.04f : 1, Eyes = ScriptedFace.BlinkAt(2) }, picture / session.Fps);

        session.AssertRefused(ReasonCode.SpoofSuspected);
    }

    [Fact]
    public void Does_not_let_a_live_face_lend_its_score_to_a_picture_of_the_subject()
    {
        var session = new ScriptedSession { Fps = 30 };

        for (var picture = 0; session.Decision is null; picture++)
        {
            var face = Subject with { Eyes = ScriptedFace.BlinkAt(3) };
            session.Picture(picture % 2 == 0 ? face with { Live = 0.6f } : face with { Person = 2, Live = 1 }, picture / 30.0);
        }

        session.AssertRefused(ReasonCode.SpoofSuspected);
    }

    [Fact]
    public void Accepts_on_no_picture_that_itself_looks_like_a_spoof()
    {
        var session = new ScriptedSession(
            options: new DecisionOptions
            {
                CountEvery = TimeSpan.Zero,
                Live = new LiveScoreOptions { Needed = 30, Over = TimeSpan.FromSeconds(1) },
            });
        var face = Subject with { Eyes = ScriptedFace.BlinkAt(1) };
        for (var picture = 0; picture < 29; picture++) session.Picture(face, picture / 15.0);

        session.Picture(face with { Live = 0.04f }, 29 / 15.0);
        Assert.Null(session.Decision);
        session.Picture(face, 30 / 15.0);

        Assert.True(session.Decision!.Accepted);
    }
}
