using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Which accepted verifications leave a template, and that none hangs on it.</summary>
public sealed class AdaptationTests
{
    // what a session must put is tested with the challenges themselves; a blink is quicker
    static readonly AdaptOptions Always = new() { Enabled = true, Challenges = 0 };
    static readonly ScriptedFace Subject = new() { Eyes = ScriptedFace.BlinkAt(1.5), Live = 0.98f };

    [Fact]
    public void An_accepted_face_is_told_of_once_its_template_is_stored()
    {
        var session = Verify(Always, Subject);

        Assert.Null(session.Decision);
        Assert.Equal(TemplateOrigin.Adapted, session.Adapted!.Template.Origin);
        session.Machine.HandleAdapted(true, session.Now);
        session.Drain(session.Now);

        Assert.True(session.Decision is { Accepted: true, Adapted: true });
    }

    [Fact]
    public void Who_is_accepted_stays_so_when_nothing_could_be_stored()
    {
        var refused = Verify(Always, Subject);
        refused.Machine.HandleAdapted(false, refused.Now);
        refused.Drain(refused.Now);
        var failed = Verify(Always, Subject);
        failed.Machine.HandleFault(failed.Now);
        failed.Drain(failed.Now);
        var silent = Verify(Always, Subject).Wait(10.1);

        Assert.All([refused, failed, silent], session => Assert.True(session.Decision is { Accepted: true, Adapted: false }));
    }

    [Fact]
    public void Nothing_is_added_unless_told_to()
    {
        var session = Verify(new AdaptOptions(), Subject);

        Assert.True(session.Decision is { Accepted: true, Adapted: false });
        Assert.Null(session.Adapted);
    }

    [Theory]
    [InlineData(0.49f, null, 0.98f)]    // accepted at 0.4, but not by the margin
    [InlineData(0.8f, 0.49f, 0.98f)]    // alike to what was added before, not enough to what was enrolled
    [InlineData(0.92f, null, 0.98f)]    // adds nothing new
    [InlineData(0.8f, null, 0.85f)]     // live, but not surely
    public void Nothing_is_added_in_doubt(float similarity, float? enrolled, float live)
    {
        var session = Verify(Always, Subject with { Similarity = similarity, EnrolledSimilarity = enrolled, Live = live });

        Assert.True(session.Decision is { Accepted: true, Adapted: false });
        Assert.Null(session.Adapted);
    }

    [Fact]
    public void A_policy_that_puts_too_few_challenges_adds_nothing()
    {
        var session = Verify(Always with { Challenges = 1 }, Subject);

        Assert.True(session.Decision!.Accepted);
        Assert.Null(session.Adapted);
    }

    [Fact]
    public void The_clearest_picture_is_taken()
    {
        var picker = new AdaptPicker(Always, acceptAt: 0.4f, embeddingLength: 2);

        picker.Add([1, 0], similarity: 0.7f, enrolled: 0.7f, quality: 0.5f);
        picker.Add([0, 1], similarity: 0.7f, enrolled: 0.7f, quality: 0.8f);
        picker.Add([1, 0], similarity: 0.7f, enrolled: 0.7f, quality: 0.6f);
        picker.Add([1, 0], similarity: 0.7f, enrolled: null, quality: 0.9f);   // not compared with what was enrolled

        Assert.Equal([0, 1], picker.Choose()!.Value.Embedding);
        picker.Reset();
        Assert.Null(picker.Choose());
    }

    [Fact]
    public void Who_enrols_anew_is_compared_with_what_was_enrolled_alone()
    {
        var session = new ScriptedSession(SessionPurpose.Enroll, hasTemplates: true).Show(Subject with { EnrolledSimilarity = 0.2f }, 20);

        session.AssertRefused(ReasonCode.NotSamePerson);
    }

    static ScriptedSession Verify(AdaptOptions options, ScriptedFace face) =>
        new ScriptedSession(options: new DecisionOptions { Adapt = options }).Show(face, 9);
}
