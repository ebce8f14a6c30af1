using System.Numerics.Tensors;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>What is stored at an enrolment and who is found by a search.</summary>
public sealed class EnrolAndIdentifyTests
{
    static readonly ScriptedFace Person = new() { Eyes = ScriptedFace.BlinkAt(1.5) };

    [Fact]
    public void Enrols_only_once_the_templates_are_stored()
    {
        var session = new ScriptedSession(SessionPurpose.Enroll);

        session.Show(Person, 4);
        Assert.NotNull(session.Stored);
        Assert.Null(session.Decision);
        session.Machine.HandleStored(true, session.Now);
        session.Drain(session.Now);

        Assert.True(session.Decision!.Accepted);
        Assert.Equal(session.Subject, session.Decision.SubjectId);
        Assert.InRange(session.Stored.Templates.Count, 3, 5);
        Assert.All(session.Stored.Templates, template => Assert.Equal(1, TensorPrimitives.Norm(template.Vector.Span), 3));
        Assert.All(session.Stored.Templates, template => Assert.InRange(template.Quality, 0.5f, 1f));
    }

    [Fact]
    public void Ends_with_an_internal_error_when_storing_fails()
    {
        var session = new ScriptedSession(SessionPurpose.Enroll);

        session.Show(Person, 4);
        session.Machine.HandleStored(false, session.Now);
        session.Drain(session.Now);

        Assert.Equal([ReasonCode.InternalError], session.Decision!.Reasons);
    }

    [Fact]
    public void Ends_with_an_internal_error_when_storing_takes_too_long()
    {
        var session = new ScriptedSession(SessionPurpose.Enroll);

        session.Show(Person, 3.5).Wait(10.1);

        Assert.NotNull(session.Stored);
        Assert.Equal([ReasonCode.InternalError], session.Decision!.Reasons);
    }

    [Fact]
    public void Adds_to_a_subject_who_has_templates_only_what_matches_them()
    {
        var session = new ScriptedSession(SessionPurpose.Enroll, hasTemplates: true);

        session.Show(Person, 4);
        session.Machine.HandleStored(true, session.Now);
        session.Drain(session.Now);

        Assert.True(session.Decision!.Accepted);
        Assert.Equal(
            (0.8, 0.4),
            (Math.Round(session.Decision.Scores.Similarity!.Value, 3), Math.Round(session.Decision.Scores.Threshold!.Value, 3)));
    }

    [Fact]
    public void Adds_nobody_else_to_a_subject_who_has_templates()
    {
        var session = new ScriptedSession(SessionPurpose.Enroll, hasTemplates: true);

        session.Show(Person with { Person = 2 }, 12);

        Assert.Null(session.Stored);
        Assert.Equal(ReasonCode.NotSamePerson, session.Decision!.Reasons[0]);
    }

    [Fact]
    public void Refuses_when_the_subject_turned_out_to_be_somebody_else_meanwhile()
    {
        var session = new ScriptedSession(SessionPurpose.Enroll);

        session.Show(Person, 4);
        session.Machine.HandleTaken(session.Now);
        session.Drain(session.Now);

        Assert.Equal([ReasonCode.NotSamePerson], session.Decision!.Reasons);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Asks_for_a_known_face_only_when_told_to_refuse_it(bool refuse)
    {
        var session = new ScriptedSession(
            SessionPurpose.Enroll, new DecisionOptions { Enrol = new EnrolOptions { RefuseKnownFaces = refuse } });

        session.Show(Person, 4);
        Assert.Equal(refuse, session.Stored!.Probe is not null);
        session.Machine.HandleDuplicate(session.Now);
        session.Drain(session.Now);

        Assert.Equal([ReasonCode.KnownAsAnother], session.Decision!.Reasons);
    }

    [Fact]
    public void Stores_nothing_of_a_still()
    {
        var session = new ScriptedSession(SessionPurpose.Enroll);

        session.Show(Person with { Eyes = _ => 1 }, 12);

        Assert.Null(session.Stored);
        Assert.Equal([ReasonCode.NoSignOfLife], session.Decision!.Reasons);
    }

    [Fact]
    public void Stores_nothing_of_a_spoof()
    {
        var session = new ScriptedSession(SessionPurpose.Enroll);

        session.Show(Person with { Live = 0.4f }, 12);

        Assert.Null(session.Stored);
        Assert.Contains(ReasonCode.SpoofSuspected, session.Decision!.Reasons);
    }

    [Theory]
    [InlineData(0.7, 0.3, true)]
    [InlineData(0.41, 0.3, true)]
    [InlineData(0.39, 0.1, false)]    // below the threshold
    [InlineData(0.7, 0.65, false)]    // too close to the runner-up
    public void Identifies_the_nearest_when_near_enough_and_clear_of_the_next(double best, double next, bool accepted)
    {
        var session = new ScriptedSession(SessionPurpose.Identify);
        var found = Guid.NewGuid();

        session.Show(Person, 4);
        Assert.Equal(1, TensorPrimitives.Norm(session.Searched!.Probe.Span), 3);
        session.Machine.HandleFound(
            [new TemplateMatch(found, (float)best), new TemplateMatch(Guid.NewGuid(), (float)next)], isAlive: true, session.Now);
        session.Drain(session.Now);

        Assert.Equal(accepted, session.Decision!.Accepted);
        Assert.Equal(accepted ? found : null, session.Decision.SubjectId);
        Assert.Equal(accepted ? [] : [ReasonCode.NotSamePerson], session.Decision.Reasons);
        Assert.Equal(best, session.Decision.Scores.Similarity!.Value, 3);
    }

    [Fact]
    public void Identifies_nobody_whose_face_did_not_give_the_signs_of_life()
    {
        var session = new ScriptedSession(SessionPurpose.Identify);

        session.Show(Person, 4);
        Assert.Single(session.Searched!.Alive);
        session.Machine.HandleFound([new TemplateMatch(Guid.NewGuid(), 0.7f)], isAlive: false, session.Now);
        session.Drain(session.Now);

        Assert.Equal([ReasonCode.NotSamePerson], session.Decision!.Reasons);
        Assert.Null(session.Decision.SubjectId);
    }

    [Fact]
    public void Identifies_nobody_in_an_empty_gallery()
    {
        var session = new ScriptedSession(SessionPurpose.Identify);

        session.Show(Person, 4);
        session.Machine.HandleFound([], isAlive: false, session.Now);
        session.Drain(session.Now);

        Assert.Equal([ReasonCode.NotSamePerson], session.Decision!.Reasons);
    }
}
