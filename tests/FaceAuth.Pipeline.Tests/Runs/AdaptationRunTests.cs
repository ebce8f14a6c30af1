using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Tests.Deciding;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>Verifications that add a template, through every stage and into the real store.</summary>
public sealed class AdaptationRunTests
{
    static readonly DecisionOptions Adapting = new() { Adapt = new AdaptOptions { Enabled = true } };

    [Fact]
    public async Task A_sure_verification_adds_a_template_beside_the_enrolled_one_the_next_adds_none()
    {
        await using var fixture = await PipelineFixture.StartAsync(decision: Adapting);
        var subject = await SubjectAsync(fixture);

        var first = await VerifyAsync(fixture, subject, seed: 1);
        var second = await VerifyAsync(fixture, subject, seed: 2);

        Assert.True(first is { Accepted: true, Adapted: true });
        Assert.True(second is { Accepted: true, Adapted: false });
        using var set = await fixture.Templates.LoadAsync(subject, fixture.Models.TemplateModel, default);
        Assert.Equal((2, 1), (set!.Count, set.EnrolledCount));
        Assert.Equal(1, set.BestSimilarity(Face(1)), 1e-4f);
        Assert.Equal(0.7, set.BestEnrolledSimilarity(Face(1)), 1e-4f);
    }

    [Fact]
    public async Task A_store_that_fails_takes_nothing_from_an_acceptance()
    {
        var isBroken = false;
        await using var fixture = await PipelineFixture.StartAsync(
            decision: Adapting,
            wrap: store => new StoreInFront(
                store, _ => isBroken ? throw new StoreException("The disk is full, as the test told it.") : Task.CompletedTask));
        var subject = await SubjectAsync(fixture);
        isBroken = true;

        var decision = await VerifyAsync(fixture, subject, seed: 1);

        Assert.True(decision is { Accepted: true, Adapted: false });
        using var set = await fixture.Templates.LoadAsync(subject, fixture.Models.TemplateModel, default);
        Assert.Equal(1, set!.Count);
    }

    [Fact]
    public async Task What_was_added_is_no_ground_to_add_more()
    {
        await using var fixture = await PipelineFixture.StartAsync(decision: Adapting);
        var subject = await SubjectAsync(fixture);
        await fixture.Templates.AddAsync(
            subject, [new FaceTemplate(fixture.Models.TemplateModel, Near(1, 0.6f, 3), 0.9f) { Origin = TemplateOrigin.Adapted }], default);
        await fixture.Templates.AddAsync(
            subject, [new FaceTemplate(fixture.Models.TemplateModel, Near(7, 0.8f, 5), 0.9f) { Origin = TemplateOrigin.Adapted }], default);

        var run = await fixture.OpenAsync(SessionPurpose.Verify, subject, "standard");
        await run.AttendAsync(new ScriptedPerson(1) { Blinks = false }, person: 7);   // like an added one, nothing like the enrolled one

        Assert.True(run.Decision is { Accepted: true, Adapted: false });
    }

    static async Task<AuthDecision> VerifyAsync(PipelineFixture fixture, Guid subject, int seed)
    {
        var run = await fixture.OpenAsync(SessionPurpose.Verify, subject, "standard");
        await run.AttendAsync(new ScriptedPerson(seed) { Blinks = false });
        return run.Decision!;
    }

    // enrolled long ago: the face of today resembles it by 0.7
    static async Task<Guid> SubjectAsync(PipelineFixture fixture)
    {
        var subject = await fixture.SubjectAsync(person: null);
        await fixture.Templates.AddAsync(subject, [new FaceTemplate(fixture.Models.TemplateModel, Near(1, 0.7f, 100), 0.9f)], default);
        return subject;
    }

    static float[] Face(int person) => Near(person, 1, 101);

    static float[] Near(int person, float similarity, int other)
    {
        var vector = new float[FakeModelPack.Length];
        (vector[person], vector[other]) = (similarity, MathF.Sqrt(1 - similarity * similarity));
        return vector;
    }
}
