using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>A calm video with one blink, held as often and as long as asked, on a screen that is moved closer.</summary>
/// <remarks>It shows two of the challenges, so these prove nothing.</remarks>
public sealed class CalmVideoTests(ITestOutputHelper output)
{
    const int Sessions = 1000;

    [Theory]
    [InlineData("standard")]
    [InlineData("strict")]
    public void Alone_it_passes_no_session(string policy)
    {
        var still = new AuthEvent.Challenge(ChallengeKind.Pursuit, 1, TimeSpan.FromSeconds(5));

        Assert.Equal(0, Accepted(policy, _ => still));
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("strict")]
    public void With_a_recording_for_the_rest_it_passes_no_more_often_than_is_reckoned(string policy)
    {
        var movements = new ScriptedPerson(7).Attend(new ScriptedSession(policy: policy, seed: 7)).Asked
            .Where(asked => !IsShown(asked.Kind)).ToList();
        var chance = new DecisionOptions().Policy(policy)!.GuessChance();

        var accepted = Accepted(policy, challenge => movements[challenge % movements.Count]);

        output.WriteLine(FormattableString.Invariant($"{policy}: {accepted} of {Sessions}; by chance at most {chance * Sessions:F1}"));
        Assert.InRange(accepted, 0, chance * Sessions + 3 * Math.Sqrt(chance * Sessions));
    }

    [Theory]
    [InlineData("standard", 4, 1)]
    [InlineData("strict", 6, 0)]
    public void What_it_shows_is_asked_once_at_most_and_counts_for_nothing(string policy, int challenges, int most)
    {
        var sessions = Enumerable.Range(0, 60)
            .Select(seed => new ScriptedPerson(seed).Attend(new ScriptedSession(policy: policy, seed: seed)))
            .Select(session => (session.Decision!.Accepted, Asked: session.Challenges.ToList())).ToList();

        Assert.Equal(most, sessions.Max(session => session.Asked.Count(IsShown)));
        Assert.Equal(most > 0, sessions.Exists(session => session.Asked.Contains(ChallengeKind.Blink)));
        Assert.All(
            sessions.Where(session => session.Accepted),
            session => Assert.InRange(session.Asked.Count(kind => !IsShown(kind)), challenges, challenges + 2));
    }

    // does as asked what a calm video shows, and something else at every other challenge
    static int Accepted(string policy, Func<int, AuthEvent.Challenge> otherwise) => Enumerable.Range(1000, Sessions).Count(seed =>
    {
        var others = 0;
        var session = new ScriptedSession(policy: policy, seed: seed);
        var operated = new ScriptedPerson(seed)
        {
            Blinks = false,
            InsteadOf = () => IsShown(session.Asked[^1].Kind) ? session.Asked[^1] : otherwise(others++),
        };
        return operated.Attend(session).Decision!.Accepted;
    });

    static bool IsShown(ChallengeKind kind) => kind is ChallengeKind.Blink or ChallengeKind.MoveCloser;
}
