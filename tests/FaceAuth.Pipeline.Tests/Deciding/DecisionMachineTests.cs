using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Verification under the policy "passive": who is accepted, who is not, and why.</summary>
public sealed class DecisionMachineTests
{
    static readonly ScriptedFace Subject = new();

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(30)]
    public void Accepts_the_subject_who_blinks(double fps)
    {
        var session = new ScriptedSession { Fps = fps };

        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(2.0, closed: 0.15) }, 5);

        Assert.True(session.Decision!.Accepted);
        Assert.Equal(session.Subject, session.Decision.SubjectId);
        Assert.Empty(session.Decision.Reasons);
        Assert.Equal(1, session.Decision.Scores.Blinks);
        Assert.Equal(0.8, session.Decision.Scores.Similarity!.Value, 3);
        Assert.InRange(session.Decision.Scores.Duration, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2.8));
    }

    [Fact]
    public void Accepts_within_one_showing_of_a_face_that_comes_and_goes()
    {
        var session = new ScriptedSession { Fps = 12 };

        session.Loop(9, (Subject with { Eyes = ScriptedFace.BlinkAt(0.85) }, 2.4), (ScriptedFace.None, 3.2));

        Assert.True(session.Decision!.Accepted);
    }

    [Fact]
    public void Refuses_a_still_for_want_of_a_sign_of_life_when_time_is_up()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 9.9);
        Assert.Null(session.Decision);
        session.Show(Subject, 1);

        AssertRefused(session, ReasonCode.NoSignOfLife);
        Assert.Contains(GuidanceCode.Blink, session.Guidance);
    }

    [Fact]
    public void Refuses_a_shaken_still()
    {
        var session = new ScriptedSession { Fps = 30 };
        var shaken = new Random(3);

        while (session.Decision is null)
        {
            var shift = (float)shaken.NextDouble() * 60;
            session.Picture(Subject with { X = 200 + shift, Eyes = _ => 0.75f + 0.25f * (float)shaken.NextDouble() }, 0);
        }

        AssertRefused(session, ReasonCode.NoSignOfLife);
    }

    [Fact]
    public void Refuses_who_blinks_and_then_holds_up_a_picture_of_the_subject()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Person = 2, Eyes = ScriptedFace.BlinkAt(1.0) }, 1.6).Show(Subject, 12);

        AssertRefused(session, ReasonCode.NoSignOfLife);
    }

    [Fact]
    public void Refuses_who_blinks_between_two_pictures_of_the_subject()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 1.5)
            .Show(Subject with { Person = 2, Eyes = ScriptedFace.BlinkAt(0.1) }, 0.5)
            .Show(Subject, 12);

        AssertRefused(session, ReasonCode.NoSignOfLife);
    }

    [Fact]
    public void Refuses_who_blinks_for_a_picture_beside_them()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 1.5)
            .Show(Subject with { Faces = 2, Eyes = ScriptedFace.BlinkAt(0.5) }, 1.5)
            .Show(Subject, 12);

        AssertRefused(session, ReasonCode.NoSignOfLife);
        Assert.Contains(GuidanceCode.OneFaceOnly, session.Guidance);
    }

    [Fact]
    public void Refuses_two_faces()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Faces = 2, Eyes = ScriptedFace.BlinkAt(2) }, 20);

        AssertRefused(session, ReasonCode.OneFaceOnly);
        Assert.Equal([GuidanceCode.OneFaceOnly], session.Guidance);
    }

    [Fact]
    public void Forgives_one_search_that_sees_a_second_face()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 1);
        session.Picture(Subject with { Faces = 2 }, 0);
        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(0.5) }, 2);

        Assert.True(session.Decision!.Accepted);
    }

    [Fact]
    public void Refuses_somebody_else_after_two_seconds_without_waiting_for_a_blink()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Person = 2 }, 10);

        Assert.Equal([ReasonCode.NotSamePerson], session.Decision!.Reasons);
        Assert.InRange(session.Decision.Scores.Duration, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Names_the_spoof_too_when_somebody_else_looks_like_one()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Person = 2, Live = 0.1f }, 10);

        Assert.Equal([ReasonCode.NotSamePerson, ReasonCode.SpoofSuspected], session.Decision!.Reasons);
    }

    [Fact]
    public void Refuses_a_clear_spoof_early_even_if_it_blinks()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Live = 0.02f, Eyes = ScriptedFace.BlinkAt(2) }, 10);

        AssertRefused(session, ReasonCode.SpoofSuspected);
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

        AssertRefused(session, ReasonCode.NoSignOfLife);
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

        AssertRefused(session, ReasonCode.SpoofSuspected);
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

        AssertRefused(session, ReasonCode.SpoofSuspected);
    }

    [Fact]
    public void Accepts_on_no_picture_that_itself_looks_like_a_spoof()
    {
        var session = new ScriptedSession(options: new DecisionOptions { Live = new LiveScoreOptions { Needed = 30 } });
        var face = Subject with { Eyes = ScriptedFace.BlinkAt(1) };
        for (var picture = 0; picture < 29; picture++) session.Picture(face, picture / 15.0);

        session.Picture(face with { Live = 0.04f }, 29 / 15.0);
        Assert.Null(session.Decision);
        session.Picture(face, 30 / 15.0);

        Assert.True(session.Decision!.Accepted);
    }

    [Fact]
    public void Refuses_an_obstacle_that_flickers()
    {
        var session = new ScriptedSession();
        var face = Subject with { Eyes = ScriptedFace.BlinkAt(2) };

        for (var picture = 0; session.Decision is null; picture++)
            session.Picture(picture % 4 < 2 ? face with { MouthCovered = 5, Mask = 0.9f } : face, picture / session.Fps);

        AssertRefused(session, ReasonCode.FaceObstructed);
        Assert.Equal(0, session.Decision!.Scores.FramesCounted);
    }

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.3, false)]
    public void Accepts_nothing_that_comes_after_the_end(double late, bool accepted)
    {
        var session = new ScriptedSession { Fps = 30 };
        session.Delay = picture => TimeSpan.FromSeconds(picture > 293 ? 0.03 + late : 0.03);

        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(9.6) }, 12);

        Assert.Equal(accepted, session.Decision!.Accepted);
    }

    [Fact]
    public void Refuses_a_mask_and_says_to_take_it_off()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { MouthCovered = 5, Mask = 0.99f, Presence = 0.2f, Eyes = ScriptedFace.BlinkAt(2) }, 20);

        AssertRefused(session, ReasonCode.FaceObstructed);
        Assert.Equal([new AuthEvent.Guidance(GuidanceCode.RemoveObstacle, GuidanceCode.RemoveMask)], session.Events.OfType<AuthEvent.Guidance>());
    }

    [Fact]
    public void Refuses_covered_eyes_and_says_to_uncover_them()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { EyesCovered = 1, Mask = 0.9f }, 20);

        AssertRefused(session, ReasonCode.FaceObstructed);
        Assert.Contains(new AuthEvent.Guidance(GuidanceCode.RemoveObstacle, GuidanceCode.RemoveSunglasses), session.Events);
    }

    [Fact]
    public void Accepts_once_the_mask_is_off()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { MouthCovered = 5, Mask = 0.99f }, 3).Show(Subject with { Eyes = ScriptedFace.BlinkAt(1.5) }, 5);

        Assert.True(session.Decision!.Accepted);
        Assert.Equal([GuidanceCode.RemoveObstacle, GuidanceCode.HoldStill], session.Guidance.Take(2));
    }

    [Fact]
    public void Refuses_an_empty_picture_when_no_face_came_in_time()
    {
        var session = new ScriptedSession();

        session.Show(ScriptedFace.None, 7.9);
        Assert.Null(session.Decision);
        session.Show(ScriptedFace.None, 1);

        AssertRefused(session, ReasonCode.NoFace);
        Assert.Equal([GuidanceCode.NoFace], session.Guidance);
        Assert.Null(session.Decision!.Scores.LiveScore);
        Assert.Null(session.Decision.Scores.Similarity);
    }

    [Fact]
    public void Takes_a_pet_for_no_face()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Presence = 0.05f }, 10);

        AssertRefused(session, ReasonCode.NoFace);
    }

    [Theory]
    [InlineData("small", GuidanceCode.MoveCloser)]
    [InlineData("large", GuidanceCode.MoveBack)]
    [InlineData("cut", GuidanceCode.CenterFace)]
    [InlineData("dark", GuidanceCode.MoreLight)]
    [InlineData("blurred", GuidanceCode.HoldCameraSteady)]
    [InlineData("turned", GuidanceCode.LookStraight)]
    public void Refuses_poor_pictures_and_says_what_to_do(string flaw, GuidanceCode expected)
    {
        var session = new ScriptedSession();
        var face = flaw switch
        {
            "small" => Subject with { FaceWidth = 60 },
            "large" => Subject with { FaceWidth = 360, X = 100, Y = -5 },
            "cut" => Subject with { X = -40 },
            "dark" => Subject with { Light = 0.1f },
            "blurred" => Subject with { Sharpness = 0.05f },
            _ => Subject with { Yaw = 32 },
        };

        session.Show(face with { Eyes = ScriptedFace.BlinkAt(2) }, 12);

        AssertRefused(session, ReasonCode.PoorQuality);
        Assert.Equal([expected], session.Guidance);
    }

    [Fact]
    public void Refuses_when_no_picture_comes()
    {
        var session = new ScriptedSession();

        session.Wait(19.9);
        Assert.Null(session.Decision);
        session.Wait(0.2);

        Assert.Equal([ReasonCode.NoVideo], session.Decision!.Reasons);
        Assert.Equal(TimeSpan.Zero, session.Decision.Scores.Duration);
    }

    [Fact]
    public void Refuses_when_the_pictures_stop()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 2).Wait(4.9);
        Assert.Null(session.Decision);
        session.Wait(0.2);

        Assert.Equal([ReasonCode.NoVideo], session.Decision!.Reasons);
    }

    [Fact]
    public void Refuses_as_timed_out_when_nothing_else_was_wrong_but_there_was_too_little()
    {
        var session = new ScriptedSession(options: new DecisionOptions { LifeNamedAfter = TimeSpan.FromSeconds(60) });

        session.Show(Subject, 12);

        Assert.Equal([ReasonCode.TimedOut], session.Decision!.Reasons);
    }

    [Fact]
    public void Refuses_with_an_internal_error_when_a_model_failed()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 1);
        session.Machine.HandleFault(session.Now);
        session.Drain(session.Now);

        Assert.Equal([ReasonCode.InternalError], session.Decision!.Reasons);
    }

    [Fact]
    public void Decides_once()
    {
        var session = new ScriptedSession();

        session.Show(Subject with { Person = 2 }, 10);
        session.Machine.HandleFault(session.Now);
        session.Picture(Subject, 0);
        session.Wait(100);

        Assert.Single(session.Events.OfType<AuthEvent.Decided>());
        Assert.Equal(TimeSpan.MaxValue, session.Machine.Deadline);
    }

    [Fact]
    public void Rests_the_dear_models_while_only_a_blink_is_missing()
    {
        var session = new ScriptedSession { Fps = 30 };

        session.Show(Subject, 4);
        var resting = session.Wanted.Skip(60).ToList();   // by two seconds there is enough of all else

        Assert.InRange(resting.Count(wants => wants.HasFlag(FrameWants.Embed)), 6, 10);
        Assert.All(resting.Where(wants => wants.HasFlag(FrameWants.Embed)), wants => Assert.Equal(FrameWants.All, wants));
    }

    [Fact]
    public void Reports_progress_in_named_steps_and_only_when_it_moves()
    {
        var session = new ScriptedSession();

        session.Show(Subject, 8);
        var progress = session.Events.OfType<AuthEvent.Progress>().ToList();

        Assert.All(progress, report => Assert.Equal(["antispoof", "face", "liveness", "recognition"], report.Steps.Keys.Order()));
        Assert.Equal(0.75, progress[^1].Fraction, 6);
        Assert.InRange(progress.Count, 3, 16);
    }

    static void AssertRefused(ScriptedSession session, ReasonCode first)
    {
        Assert.NotNull(session.Decision);
        Assert.False(session.Decision.Accepted);
        Assert.Equal(first, session.Decision.Reasons[0]);
    }
}
