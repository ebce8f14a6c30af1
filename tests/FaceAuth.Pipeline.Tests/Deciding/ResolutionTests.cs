using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>
/// Browsers change the size of the pictures they send as the network and the processor allow: the face is the same, and where it was.
/// </summary>
public sealed class ResolutionTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("standard", 2)]
    [InlineData("strict", 2)]
    [InlineData("strict", 1.333)]
    public void A_picture_that_grows_and_shrinks_costs_an_honest_person_nothing(string policy, double times)
    {
        const int People = 100;
        var accepted = 0;

        for (var seed = 0; seed < People; seed++)
        {
            var person = new ScriptedPerson(seed) { Resolution = now => (int)(now / 3) % 2 == 0 ? 1 : (float)times };
            if (person.Attend(new ScriptedSession(policy: policy, seed: seed)).Decision!.Accepted) accepted++;
        }

        output.WriteLine($"{policy}, {times} times as large every other three seconds: {accepted} of {People} accepted");
        Assert.InRange(accepted, 97, People);
    }

    [Fact]
    public void A_larger_picture_brings_nobody_closer()
    {
        var seed = Enumerable.Range(0, 1000).First(seed => FirstAsked(seed).Challenges.First() == ChallengeKind.MoveCloser);
        var session = FirstAsked(seed);

        foreach (var times in (float[])[1.15f, 1.3f, 1.5f, 1.7f]) session.Show(new ScriptedFace { Resolution = times }, 0.8);

        Assert.DoesNotContain(session.Events, said => said is AuthEvent.ChallengeOver { Answered: true });
    }

    static ScriptedSession FirstAsked(int seed)
    {
        var session = new ScriptedSession(policy: "standard", seed: seed);
        while (!session.Challenges.Any()) session.Show(new ScriptedFace(), 0.1);
        return session;
    }
}
