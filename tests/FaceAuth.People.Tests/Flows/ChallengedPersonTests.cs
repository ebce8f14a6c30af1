using FaceAuth.People.Measuring;
using FaceAuth.People.Scenes;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.People.Tests.Flows;

/// <summary>Rendered people hear the challenges of whole sessions and do what is asked.</summary>
public sealed class ChallengedPersonTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(PolicyNames.Standard)]
    [InlineData(PolicyNames.Strict)]
    public async Task Whoever_answers_is_accepted(string policy)
    {
        await using var player = await Witnesses.PlayerAsync();
        using var camera = new SceneCamera();
        var scene = (LiveScene)Casting.Clip("live", 1, 1, 60);

        var outcome = await new Attendance(player, camera).PlayAsync(
            SessionPurpose.Enroll, await player.NewSubjectAsync(), policy, scene, new RespondingPerson(scene.Actors[0].Behaviour, 1));

        output.WriteLine($"{outcome.Decision}");
        Assert.True(outcome.Decision.Accepted);
    }

    [Fact]
    public async Task Whoever_only_looks_on_is_refused()
    {
        await using var player = await Witnesses.PlayerAsync();
        using var camera = new SceneCamera();

        var outcome = await new Attendance(player, camera).PlayAsync(
            SessionPurpose.Enroll, await player.NewSubjectAsync(), PolicyNames.Standard, Casting.Clip("live", 1, 1, 60), person: null);

        output.WriteLine($"{outcome.Decision}");
        Assert.False(outcome.Decision.Accepted);
    }
}
