using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>Enrolments against what the real store holds already: the same person, another one, another model.</summary>
public sealed class EnrolmentTests
{
    static readonly FakeScene Anna = new(Person: 1);
    static readonly FakeScene Berta = new(Person: 2);

    [Fact]
    public async Task Adds_the_same_person_and_nobody_else()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var anna = await fixture.SubjectAsync(person: 1);

        var same = await fixture.OpenAsync(SessionPurpose.Enroll, anna);
        var other = await fixture.OpenAsync(SessionPurpose.Enroll, anna);
        await same.ShowBlinkAsync(Anna);
        await other.ShowBlinkAsync(Berta);

        Assert.True((await same.FinishAsync())!.Accepted);
        Assert.Equal([ReasonCode.NotSamePerson], (await other.FinishAsync())!.Reasons);
        using var set = await fixture.Templates.LoadAsync(anna, fixture.Models.EmbedderId, default);
        Assert.Equal(0, set!.BestSimilarity(Face(2)), 3f);
    }

    [Fact]
    public async Task Of_two_people_enrolling_as_one_subject_at_once_the_first_stays()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var subject = await fixture.SubjectAsync(person: null);

        var first = await fixture.OpenAsync(SessionPurpose.Enroll, subject);
        var second = await fixture.OpenAsync(SessionPurpose.Enroll, subject);   // neither finds templates
        await first.ShowBlinkAsync(Anna);
        Assert.True((await first.FinishAsync())!.Accepted);
        await second.ShowBlinkAsync(Berta);

        Assert.Equal([ReasonCode.NotSamePerson], (await second.FinishAsync())!.Reasons);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refuses_a_face_that_is_another_subjects_where_told_to(bool refuse)
    {
        await using var fixture = await PipelineFixture.StartAsync(
            decision: new DecisionOptions { Enrol = new EnrolOptions { RefuseKnownFaces = refuse } });
        await fixture.SubjectAsync(person: 1);
        var alias = await fixture.SubjectAsync(person: null);

        var sitting = await fixture.OpenAsync(SessionPurpose.Enroll, alias);
        await sitting.ShowBlinkAsync(Anna);
        var decision = await sitting.FinishAsync();

        Assert.Equal(!refuse, decision!.Accepted);
        Assert.Equal(refuse ? [ReasonCode.KnownAsAnother] : [], decision.Reasons);
    }

    [Fact]
    public async Task Templates_of_another_model_never_compare_say_so_and_stay()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var anna = await fixture.SubjectAsync(person: null);
        await fixture.Templates.AddAsync(anna, [new FaceTemplate("older-embedder", Face(1), 0.9f)], default);

        var before = await fixture.Pipeline.OpenAsync(new AuthRequest(Guid.NewGuid(), PipelineFixture.Owner, SessionPurpose.Verify, anna, "passive"), default);
        var enrolment = await fixture.OpenAsync(SessionPurpose.Enroll, anna);
        await enrolment.ShowBlinkAsync(Anna);
        Assert.True((await enrolment.FinishAsync())!.Accepted);
        var verification = await fixture.OpenAsync(SessionPurpose.Verify, anna);
        await verification.ShowBlinkAsync(Anna);

        Assert.Equal(AuthRefusal.EnrolledWithAnotherModel, before.Refusal);
        Assert.True((await verification.FinishAsync())!.Accepted);
        using var older = await fixture.Templates.LoadAsync(anna, "older-embedder", default);
        Assert.Equal(1, older!.Count);
    }

    static float[] Face(int person)
    {
        var vector = new float[FakeModelSource.Length];
        vector[person] = 1;
        return vector;
    }
}
