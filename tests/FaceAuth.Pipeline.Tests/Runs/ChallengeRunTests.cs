using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Tests.Deciding;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>Policies with challenges through every stage, the threads and the real store.</summary>
public sealed class ChallengeRunTests
{
    [Theory]
    [InlineData("standard", 4)]
    [InlineData("strict", 5)]
    public async Task Accepts_who_does_as_asked(string policy, int challenges)
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var run = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync(), policy);

        await run.AttendAsync(new ScriptedPerson(1) { Blinks = false });

        Assert.True(run.Decision!.Accepted, string.Join(", ", run.Decision.Reasons));
        Assert.DoesNotContain(new AuthEvent.ChallengeOver(false), run.Events);
        Assert.InRange(run.Events.Count(said => said is AuthEvent.Challenge), challenges, challenges + 2);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("strict")]
    public async Task Refuses_who_only_looks(string policy)
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var run = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync(), policy);

        await run.ShowAsync(new FakeScene(), 40);

        Assert.Equal(ReasonCode.ChallengeFailed, run.Decision!.Reasons[0]);
    }
}
