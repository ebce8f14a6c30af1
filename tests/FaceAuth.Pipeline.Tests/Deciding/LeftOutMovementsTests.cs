using System.Globalization;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Life;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Somebody who cannot make some of the movements is asked for others, and no recording gains by it.</summary>
public sealed class LeftOutMovementsTests(ITestOutputHelper output)
{
    static readonly ChallengeKind[] Kinds = Enum.GetValues<ChallengeKind>();

    [Theory]
    [InlineData("standard")]
    [InlineData("strict")]
    public void Whatever_is_left_out_it_is_guessed_no_more_easily_or_not_possible(string name)
    {
        var policy = new DecisionOptions().Policy(name)!;
        var (possible, impossible) = (0, 0);
        foreach (var cannot in Subsets())
        {
            if (policy.Without(cannot) is not { } rest)
            {
                impossible++;
                continue;
            }

            possible++;
            Assert.InRange(rest.GuessChance(), 0, policy.GuessChance());
            Assert.InRange(rest.Challenges, policy.Challenges, LivenessPolicy.MostChallenges);
            Assert.True(rest.PursuitMoves == policy.PursuitMoves || rest.PursuitMoves == 0);
        }

        output.WriteLine($"{name}: {possible} of {possible + impossible} sets of movements can be left out");
        Assert.True(possible > 0 && impossible > 0);
    }

    [Theory]
    [InlineData("standard", ChallengeKind.TurnLeft)]
    [InlineData("standard", ChallengeKind.NodUp, ChallengeKind.NodDown)]
    [InlineData("strict", ChallengeKind.OpenMouth)]
    [InlineData("strict", ChallengeKind.TurnLeft, ChallengeKind.TurnRight)]
    public void Movements_that_do_not_know_what_is_asked_pass_no_more_often(string name, params ChallengeKind[] cannot)
    {
        const int Sessions = 200_000;
        var whole = new DecisionOptions().Policy(name)!;
        var policy = whole.Without(cannot)!;
        var random = new Random(7);
        var calm = new FaceReading(default, 0, 0, 0, 1, 1, 1);   // smiles already, and fills the picture: the smallest deck there is
        var passed = 0;
        for (var session = 0; session < Sessions; session++)
        {
            var deck = new ChallengeDeck(new ChallengeOptions(), policy, 0.5f, random);
            var (needed, misses, guessed) = (policy.Challenges, policy.Misses, ChallengeKind.Blink);
            while (needed > 0 && misses >= 0)
            {
                var task = deck.Draw(calm, 1.4f);
                if (task.IsFree) continue;   // closed eyes as asked: answered, and in vain
                guessed = Guess(random, cannot, guessed);
                if (guessed == task.Kind) needed--;
                else (needed, misses) = (needed + 1, misses - 1);
                guessed = task.Kind;
            }

            if (misses >= 0) passed++;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name} without {string.Join(", ", cannot)}: {policy.Challenges} challenges, {passed} of {Sessions} passed, "
            + $"{whole.GuessChance() * Sessions:F0} are allowed"));
        var allowed = whole.GuessChance() * Sessions;
        Assert.InRange(passed, 0, allowed + 4 * Math.Sqrt(allowed));
    }

    [Theory]
    [InlineData("standard", ChallengeKind.TurnLeft, ChallengeKind.Blink)]
    [InlineData("standard", ChallengeKind.NodUp, ChallengeKind.NodDown)]
    [InlineData("standard", ChallengeKind.Smile, ChallengeKind.MoveCloser)]
    [InlineData("strict", ChallengeKind.OpenMouth, ChallengeKind.Blink)]
    [InlineData("strict", ChallengeKind.TurnLeft, ChallengeKind.TurnRight)]
    public void What_is_left_out_is_not_asked_for_and_the_rest_is_accepted(string name, params ChallengeKind[] cannot)
    {
        const int People = 100;
        List<double> took = [];
        for (var seed = 0; seed < People; seed++)
        {
            var session = new ScriptedPerson(seed).Attend(new ScriptedSession(policy: name, seed: seed, cannot: cannot));
            Assert.DoesNotContain(session.Events, said => said is AuthEvent.Challenge asked && cannot.Contains(asked.Kind));
            if (session.Decision!.Accepted) took.Add(session.Decision.Scores.Duration.TotalSeconds);
        }

        took.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name} without {string.Join(", ", cannot)}: {took.Count} of {People} accepted, median {took[took.Count / 2]:F1} s, "
            + $"95 % within {took[took.Count * 95 / 100]:F1} s"));
        Assert.InRange(took.Count, 97, People);
    }

    [Fact]
    public void A_mark_is_followed_as_long_as_the_head_may_turn_and_nod()
    {
        var standard = new DecisionOptions().Standard;

        Assert.Equal(standard.PursuitMoves, standard.Without([ChallengeKind.Smile, ChallengeKind.Blink])!.PursuitMoves);
        Assert.Equal(0, standard.Without([ChallengeKind.NodUp])!.PursuitMoves);
        Assert.Equal(0, standard.Without([ChallengeKind.Pursuit])!.PursuitMoves);
    }

    [Fact]
    public void A_blink_of_ones_own_accord_cannot_be_left_out()
    {
        var passive = new DecisionOptions().Passive;

        Assert.Null(passive.Without([ChallengeKind.Blink]));
        Assert.NotNull(passive.Without([ChallengeKind.TurnLeft, ChallengeKind.TurnRight]));
    }

    [Fact]
    public void A_face_that_only_turns_and_nods_is_not_enough_and_an_operator_may_forbid_it_all()
    {
        var strict = new DecisionOptions().Strict;

        Assert.Null(strict.Without([ChallengeKind.OpenMouth, ChallengeKind.Smile]));
        Assert.NotNull(strict.Without([ChallengeKind.Smile]));
        Assert.Null((strict with { LeaveOut = false }).Without([ChallengeKind.Smile]));
        Assert.NotNull((strict with { LeaveOut = false }).Without([]));
    }

    static IEnumerable<ChallengeKind[]> Subsets() =>
        Enumerable.Range(1, (1 << Kinds.Length) - 1).Select(bits => Kinds.Where((_, i) => (bits >> i & 1) != 0).ToArray());

    // as well as can be without knowing: of what may be asked for, and not what came last
    static ChallengeKind Guess(Random random, ChallengeKind[] cannot, ChallengeKind last)
    {
        var left = Kinds.Where(kind => ChallengeDeck.IsAlways(kind) && !cannot.Contains(kind) && kind != last).ToArray();
        return left[random.Next(left.Length)];
    }
}
