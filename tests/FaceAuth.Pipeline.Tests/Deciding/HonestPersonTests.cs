using System.Globalization;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>What a policy costs somebody who does as asked.</summary>
public sealed class HonestPersonTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("passive", 15, 0.95, 6)]
    [InlineData("passive", 8, 0.9, 6)]
    [InlineData("standard", 15, 0.98, 22)]
    [InlineData("standard", 8, 0.98, 22)]
    [InlineData("strict", 15, 0.97, 26)]
    [InlineData("strict", 8, 0.97, 26)]
    public void Is_accepted_in_reasonable_time(string policy, double fps, double share, double seconds) =>
        Attend(policy, fps, share, seconds, canPursue: false);

    [Theory]
    [InlineData("standard", 15, 0.98, 7)]
    [InlineData("standard", 8, 0.98, 7)]
    [InlineData("strict", 15, 0.97, 9)]
    [InlineData("strict", 8, 0.95, 9)]
    public void Who_can_follow_a_mark_is_accepted_in_half_the_time(string policy, double fps, double share, double seconds) =>
        Attend(policy, fps, share, seconds, canPursue: true);

    void Attend(string policy, double fps, double share, double seconds, bool canPursue)
    {
        const int People = 300;
        List<double> took = [];
        var missed = 0;

        for (var seed = 0; seed < People; seed++)
        {
            var camera = new ScriptedSession(policy: policy, seed: seed, canPursue: canPursue) { Fps = fps };
            var session = new ScriptedPerson(seed).Attend(camera);
            missed += session.Events.Count(said => said is AuthEvent.ChallengeOver { Answered: false });
            if (session.Decision!.Accepted) took.Add(session.Decision.Scores.Duration.TotalSeconds);
        }

        took.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{policy} at {fps}/s: {took.Count} of {People} accepted, median {took[took.Count / 2]:F1} s, "
            + $"95 % within {took[took.Count * 95 / 100]:F1} s, {missed} challenges missed"));
        Assert.InRange((double)took.Count / People, share, 1);
        Assert.InRange(took[took.Count / 2], 0, seconds);
    }
}
