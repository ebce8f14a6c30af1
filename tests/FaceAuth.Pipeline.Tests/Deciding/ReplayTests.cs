using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Recordings of accepted sessions, played to new ones: they pass no more often than their movements fit by chance.</summary>
public sealed class ReplayTests(ITestOutputHelper output)
{
    const int Sessions = 1000;

    [Theory]
    [InlineData("standard")]
    [InlineData("strict")]
    public void A_recording_of_an_accepted_session_passes_no_other(string policy)
    {
        var recording = Record(policy);
        var accepted = 0;

        for (var seed = 1000; seed < 1000 + Sessions; seed++)
        {
            var session = new ScriptedSession(policy: policy, seed: seed);
            for (var picture = 0; session.Decision is null; picture++) session.Picture(recording[picture % recording.Count], 0);
            if (session.Decision.Accepted) accepted++;
        }

        Report("a loop", policy, accepted);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("strict")]
    public void Nor_does_one_that_waits_for_each_challenge_and_then_shows_its_next_movement(string policy)
    {
        var movements = new ScriptedPerson(7).Attend(new ScriptedSession(policy: policy, seed: 7)).Asked;
        var accepted = 0;

        for (var seed = 1000; seed < 1000 + Sessions; seed++)
        {
            var next = 0;
            var person = new ScriptedPerson(seed) { Blinks = false, InsteadOf = () => movements[next++ % movements.Count] };
            if (person.Attend(new ScriptedSession(policy: policy, seed: seed)).Decision!.Accepted) accepted++;
        }

        Report("on cue", policy, accepted);
    }

    [Theory]
    [InlineData("standard", 0.01)]
    [InlineData("strict", 0.001)]
    public void The_chance_of_guessing_is_bounded(string policy, double bound)
    {
        var chance = new DecisionOptions().Policy(policy)!.GuessChance();

        output.WriteLine(FormattableString.Invariant($"{policy}: {chance:P3}, once in {1 / chance:F0}"));
        Assert.InRange(chance, 0, bound);
    }

    [Fact]
    public void Missing_a_challenge_helps_nobody_who_guesses()
    {
        var none = new LivenessPolicy { Challenges = 3, MoveCloser = false };

        Assert.InRange((none with { Misses = 1 }).GuessChance() / none.GuessChance(), 1, 2);
        Assert.Equal(1.0 / (5 * 4 * 4), none.GuessChance(), 12);
    }

    static List<ScriptedFace> Record(string policy)
    {
        List<ScriptedFace> pictures = [];
        var session = new ScriptedPerson(7).Attend(new ScriptedSession(policy: policy, seed: 7), pictures);
        Assert.True(session.Decision!.Accepted);
        return pictures;
    }

    void Report(string how, string policy, int accepted)
    {
        var chance = new DecisionOptions().Policy(policy)!.GuessChance();
        output.WriteLine(
            FormattableString.Invariant($"{policy}, {how}: {accepted} of {Sessions} accepted; by chance at most {chance * Sessions:F1}"));
        // three standard deviations of a count that rare
        Assert.InRange(accepted, 0, chance * Sessions + 3 * Math.Sqrt(chance * Sessions));
    }
}
