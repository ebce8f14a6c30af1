using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;
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
        using var set = await fixture.Templates.LoadAsync(anna, fixture.Models.TemplateModel, default);
        Assert.Equal(0, set!.BestSimilarity(Face(2)), 3f);
    }

    [Fact]
    public async Task Of_a_session_that_ended_meanwhile_nothing_is_stored()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var subject = await fixture.SubjectAsync(person: null);
        var (id, now) = (Guid.NewGuid(), DateTimeOffset.UtcNow);
        await fixture.Sessions.CreateAsync(
            new(id, "rp:1", SessionPurpose.Enroll, subject, "nonce-0001", "passive", SessionState.Created, now, now.AddMinutes(2)),
            default);
        var sitting = await fixture.OpenAsync(SessionPurpose.Enroll, subject, session: id);

        await fixture.Sessions.TryEndAsync(id, new(SessionState.Ended, "cancelled", [], null, null, now), default);
        await sitting.ShowBlinkAsync(Anna);

        Assert.False((await sitting.FinishAsync())!.Accepted);
        Assert.Null(await fixture.Templates.LoadAsync(subject, fixture.Models.TemplateModel, default));
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
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task Two_enrolments_at_the_store_together_are_stored_only_if_they_show_one_person(int other, bool expected)
    {
        var arrived = 0;
        var one = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var fixture = await PipelineFixture.StartAsync(wrap: store => new StoreInFront(store, async _ =>
        {
            (Interlocked.Increment(ref arrived) == 1 ? one : both).TrySetResult();
            await both.Task;   // neither is stored before both are on their way
        }));
        var subject = await fixture.SubjectAsync(person: null);

        var first = await fixture.OpenAsync(SessionPurpose.Enroll, subject);
        var second = await fixture.OpenAsync(SessionPurpose.Enroll, subject);
        var waiting = first.ShowBlinkAsync(Anna);
        await one.Task.WaitAsync(TimeSpan.FromSeconds(20));   // real time, only ever spent where the test fails
        await second.ShowBlinkAsync(Anna with { Person = other });
        await waiting;
        AuthDecision[] decisions = [(await first.FinishAsync())!, (await second.FinishAsync())!];

        Assert.Equal(expected ? 2 : 1, decisions.Count(decision => decision.Accepted));
        Assert.All(decisions.Where(decision => !decision.Accepted), decision => Assert.Equal([ReasonCode.NotSamePerson], decision.Reasons));
        using var set = await fixture.Templates.LoadAsync(subject, fixture.Models.TemplateModel, default);
        Assert.Equal(expected ? 1f : 0f, Math.Min(set!.BestSimilarity(Face(1)), set.BestSimilarity(Face(other))), 1e-4f);
    }

    [Fact]
    public async Task What_the_store_has_stored_is_decided_even_where_the_run_is_let_go_meanwhile()
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var fixture = await PipelineFixture.StartAsync(
            wrap: store => new StoreInFront(store, _ => Task.CompletedTask, async () =>
        {
            stored.SetResult();
            await answers.Task;   // it lies in the store, and nobody has heard of it yet
        }));
        var anna = await fixture.SubjectAsync(person: null);
        var sitting = await fixture.OpenAsync(SessionPurpose.Enroll, anna);
        var showing = sitting.ShowBlinkAsync(Anna);
        await stored.Task.WaitAsync(TimeSpan.FromSeconds(20));   // real time, only ever spent where the test fails

        var leaving = sitting.Run.DisposeAsync();   // the browser left
        answers.SetResult();
        await leaving;
        await showing;

        Assert.True((await sitting.FinishAsync())!.Accepted);
        using var set = await fixture.Templates.LoadAsync(anna, fixture.Models.TemplateModel, default);
        Assert.NotNull(set);
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
        await using var fixture = await PipelineFixture.StartAsync(
            decision: new DecisionOptions { Enrol = new EnrolOptions { AfterModelChange = ModelChange.Allow } });
        var anna = await fixture.SubjectAsync(person: null);
        await fixture.Templates.AddAsync(anna, [new FaceTemplate("older-embedder", Face(1), 0.9f)], default);

        var before = await fixture.Pipeline.OpenAsync(
            new AuthRequest(Guid.NewGuid(), PipelineFixture.Owner, SessionPurpose.Verify, anna, "passive"), default);
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

    [Fact]
    public async Task After_a_change_of_the_model_an_enrolment_is_refused_until_the_subject_is_erased()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var anna = await fixture.SubjectAsync(person: null);
        await fixture.Templates.AddAsync(anna, [new FaceTemplate("older-embedder", Face(1), 0.9f)], default);

        var admission = await fixture.Pipeline.OpenAsync(
            new AuthRequest(Guid.NewGuid(), PipelineFixture.Owner, SessionPurpose.Enroll, anna, "passive"), default);

        Assert.Equal(AuthRefusal.EnrolledWithAnotherModel, admission.Refusal);
    }

    static float[] Face(int person)
    {
        var vector = new float[FakeModelPack.Length];
        vector[person] = 1;
        return vector;
    }
}
