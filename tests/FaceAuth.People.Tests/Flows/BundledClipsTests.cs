using FaceAuth.Accuracy.Playing;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Store.Contracts;

namespace FaceAuth.People.Tests.Flows;

/// <summary>The clips of tests/clips through the production pipeline: who is let in, and why not.</summary>
/// <remarks>With the permissive pack, and with the starter pack, which a fresh checkout has.</remarks>
public sealed class BundledClipsTests(ITestOutputHelper output)
{
    const string Starter = ModelsOptions.StarterPack;
    const string Permissive = ModelsOptions.PreferredPack;

    [Theory]
    [InlineData(Permissive)]
    [InlineData(Starter)]
    public async Task Lets_the_enrolled_person_in_and_nobody_else(string pack)
    {
        await using var player = await Witnesses.PlayerAsync(pack);
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
    [InlineData(Permissive, "anton_masked", ReasonCode.FaceObstructed)]
    [InlineData(Permissive, "anton_print", ReasonCode.SpoofSuspected)]
    [InlineData(Permissive, "anton_replay", ReasonCode.SpoofSuspected)]
    [InlineData(Permissive, "two_people", ReasonCode.OneFaceOnly)]
    [InlineData(Starter, "anton_masked", ReasonCode.FaceObstructed)]
    [InlineData(Starter, "anton_print", ReasonCode.SpoofSuspected)]
    [InlineData(Starter, "anton_replay", ReasonCode.SpoofSuspected)]
    [InlineData(Starter, "two_people", ReasonCode.OneFaceOnly)]
    public async Task Refuses_and_says_why(string pack, string clip, ReasonCode reason)
    {
        await using var player = await Witnesses.PlayerAsync(pack);

        var outcome = await PlayAsync(player, SessionPurpose.Enroll, await player.NewSubjectAsync(), clip);

        Assert.False(outcome.Decision.Accepted);
        Assert.Contains(reason, outcome.Decision.Reasons);
    }

    async Task<SessionOutcome> PlayAsync(SessionPlayer player, SessionPurpose purpose, Guid subject, string clip)
    {
        var outcome = await player.PlayAsync(purpose, subject, PolicyNames.Passive, Witnesses.Pictures(clip));
        output.WriteLine($"{clip}: {string.Join(", ", outcome.Decision.Reasons)} {outcome.Decision}");
        return outcome;
    }
}
