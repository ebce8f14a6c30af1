using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Evaluation;
using FaceAuth.Store.Contracts;

namespace FaceAuth.People.Tests.Flows;

/// <summary>A fresh checkout without anybody else's models: rendered people are told apart by the starter pack, through the production pipeline.</summary>
public sealed class StarterPackFlowTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Lets_the_enrolled_person_in_and_nobody_else()
    {
        await using var player = await Witnesses.StarterPlayerAsync();
        var anton = await player.NewSubjectAsync();

        var enrolled = await PlayAsync(player, SessionPurpose.Enroll, anton, "anton_enrol");
        var verified = await PlayAsync(player, SessionPurpose.Verify, anton, "anton_verify");
        var other = await PlayAsync(player, SessionPurpose.Verify, anton, "bert");

        Assert.True(enrolled.Decision.Accepted);
        Assert.True(verified.Decision.Accepted);
        Assert.False(other.Decision.Accepted);
        Assert.Equal(ReasonCode.NotSamePerson, other.Decision.Reasons[0]);
    }

    [Theory]
    [InlineData("anton_masked")]
    [InlineData("anton_print")]
    [InlineData("anton_replay")]
    [InlineData("two_people")]
    public async Task Enrols_no_cover_no_attack_and_no_second_face(string clip)
    {
        await using var player = await Witnesses.StarterPlayerAsync();

        var outcome = await PlayAsync(player, SessionPurpose.Enroll, await player.NewSubjectAsync(), clip);

        Assert.False(outcome.Decision.Accepted);
        Assert.NotEmpty(outcome.Decision.Reasons);
    }

    async Task<SessionOutcome> PlayAsync(SessionPlayer player, SessionPurpose purpose, Guid subject, string clip)
    {
        var outcome = await player.PlayAsync(purpose, subject, PolicyNames.Passive, Witnesses.Pictures(clip));
        output.WriteLine($"{clip}: {outcome.Decision}");
        return outcome;
    }
}
