using FaceAuth.Pipeline.Deciding.Life.Paths;
using FaceAuth.Pipeline.Deciding.Life.Pursuit;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Who follows the mark passes; what does not depend on where it goes passes no more often than counted.</summary>
public sealed class PursuitTests(ITestOutputHelper output)
{
    const int Pictures = 15;   // a second
    const int Moves = 5;
    const int FewMoves = 4;   // of which chance is seen often enough to be counted
    const int Rank = 4;

    readonly PursuitOptions _options = new();

    [Fact]
    public void Every_path_is_as_likely_and_never_rests_where_it_was()
    {
        var random = new Random(3);
        var counts = new Dictionary<string, int>();

        for (var i = 0; i < 16_000; i++)
        {
            var path = Draw(2, random);
            var key = string.Join(',', path.Places.ToArray());
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        Assert.Equal(PathMatcher.PathsOf(2), counts.Count);
        Assert.All(counts, count => Assert.InRange(count.Value, 850, 1150));
        Assert.All(counts.Keys.Select(key => key.Split(',')), places => Assert.True(places[0] != places[1] && places[1] != places[2]));
    }

    [Fact]
    public void What_the_client_is_told_is_where_the_mark_goes()
    {
        var path = Draw(Moves, new Random(5));

        var told = PursuitMachine.Told(path);

        Assert.Equal(Moves, told.Stops.Count);
        foreach (var stop in told.Stops)
        {
            var there = path.At(stop.LeavesAt + told.Move);
            Assert.Equal((stop.X, stop.Y), (there.X, there.Y));
        }

        Assert.Equal((0, 0), (path.At(told.Stops[0].LeavesAt).X, path.At(told.Stops[0].LeavesAt).Y));
    }

    [Theory]
    [InlineData(14, 9, 0.3, 0.25)]
    [InlineData(6, 4, 0.6, 0.25)]     // a small screen, a slow network
    [InlineData(30, 20, 0.15, 0.1)]
    [InlineData(10, 3, 0.4, 0.4)]     // somebody who hardly nods
    public void A_face_that_follows_fits_better_than_it_would_any_other_path(float turn, float nod, double lag, double smooth)
    {
        const int Faces = 200;
        var followed = 0;

        for (var seed = 0; seed < Faces; seed++)
        {
            var path = Draw(Moves, new Random(seed));
            var agreement = Watch(path, Following(path, turn, nod, lag, smooth, new Random(1000 + seed)));
            if (agreement.Better < Rank && agreement.Explained >= _options.ExplainedAt) followed++;
        }

        output.WriteLine($"{followed} of {Faces}");
        Assert.InRange(followed, 0.98 * Faces, Faces);
    }

    [Theory]
    [InlineData("fidgets")]
    [InlineData("follows another path")]
    [InlineData("circles")]
    [InlineData("looks to one side")]
    [InlineData("goes the mean way")]
    [InlineData("loops another path")]
    [InlineData("trembles")]
    public void What_does_not_depend_on_the_path_passes_no_more_often_than_counted(string how)
    {
        const int Tries = 2000;
        var (passed, ofThoseByRank) = (0, 0);
        // one generator each: those of seeds that follow each other begin alike
        var (paths, faces) = (new Random(11), new Random(29));

        for (var i = 0; i < Tries; i++)
        {
            var path = Draw(FewMoves, paths);
            var agreement = Watch(path, Independent(how, faces));
            if (agreement.Better >= Rank) continue;
            ofThoseByRank++;
            if (agreement.Explained >= _options.ExplainedAt) passed++;
        }

        var counted = (double)Rank / PathMatcher.PathsOf(FewMoves) * Tries;
        output.WriteLine(FormattableString.Invariant($"{how}: {ofThoseByRank} by rank, {passed} in all; at most {counted:F1} counted"));
        // three standard deviations of a count that rare
        Assert.InRange(ofThoseByRank, 0, counted + 3 * Math.Sqrt(counted));
    }

    [Fact]
    public void A_face_that_stays_is_no_worse_for_one_path_than_for_another_and_never_passes()
    {
        var path = Draw(Moves, new Random(1));

        var agreement = Watch(path, _ => (0, 0));

        Assert.Equal(0, agreement.Explained);
    }

    [Theory]
    [InlineData("standard", 0.0093)]
    [InlineData("strict", 0.0004)]
    public void The_chance_of_a_policy_is_no_larger_than_that_of_its_challenges_was(string policy, double bound)
    {
        var chance = new DecisionOptions().Policy(policy)!.PursuitChance();

        output.WriteLine(FormattableString.Invariant($"{policy}: {chance:P3}, once in {1 / chance:F0}"));
        Assert.InRange(chance, double.Epsilon, bound);
    }

    PathAgreement Watch(DrawnPath path, Func<double, (float Yaw, float Pitch)> face)
    {
        var matcher = new PathMatcher(_options.Limits, path);
        for (var at = 0.03; at < (path.End + _options.After).TotalSeconds; at += 1.0 / Pictures)
        {
            var (yaw, pitch) = face(at);
            matcher.Add(TimeSpan.FromSeconds(at), new(yaw, pitch));
        }

        return matcher.Agree();
    }

    /// <summary>Turns after the mark, late and smoothed, with the mesh's noise and a bias of its own.</summary>
    static Func<double, (float Yaw, float Pitch)> Following(
        DrawnPath path, float turn, float nod, double lag, double smooth, Random random)
    {
        const double Step = 0.01;
        var (x, y, time) = (0.0, 0.0, 0.0);
        return at =>
        {
            for (; time < at; time += Step)
            {
                var mark = path.At(TimeSpan.FromSeconds(time - lag));
                x += (mark.X - x) * Step / (smooth / 2);
                y += (mark.Y - y) * Step / (smooth / 2);
            }

            return ((float)(3 + turn * x + Noise(random, 0.3)), (float)(-6 + nod * y + Noise(random, 0.4)));
        };
    }

    Func<double, (float Yaw, float Pitch)> Independent(string how, Random random)
    {
        var other = Draw(FewMoves, random);
        switch (how)
        {
            case "follows another path":
                return Following(other, 14, 9, 0.3, 0.25, random);
            case "loops another path":
                var cut = other.End.TotalSeconds * random.NextDouble();
                return at =>
                {
                    var mark = other.At(TimeSpan.FromSeconds((at + cut) % other.End.TotalSeconds));
                    return ((float)(14 * mark.X + Noise(random, 0.3)), (float)(9 * mark.Y + Noise(random, 0.4)));
                };
            case "circles":
                var (phase, speed) = (random.NextDouble() * Math.Tau, 0.3 + 0.5 * random.NextDouble());
                return at => ((float)(14 * Math.Cos(phase + Math.Tau * speed * at)), (float)(9 * Math.Sin(phase + Math.Tau * speed * at)));
            case "looks to one side":
                var when = 0.5 + 3 * random.NextDouble();
                return at => ((float)(at > when && at < when + 0.8 ? 14 : 0) + (float)Noise(random, 0.3), (float)Noise(random, 0.4));
            case "goes the mean way":
                // the mean of all paths rests in the middle; what trembles about it is all there is
                var paths = Enumerable.Range(0, 20).Select(_ => Draw(FewMoves, random)).ToList();
                return at => ((float)(14 * paths.Average(path => path.At(TimeSpan.FromSeconds(at - 0.3)).X)),
                    (float)(9 * paths.Average(path => path.At(TimeSpan.FromSeconds(at - 0.3)).Y)));
            case "trembles":
                return _ => ((float)Noise(random, 0.3), (float)Noise(random, 0.4));
            default:
                var (yaw, pitch) = (0.0, 0.0);
                return _ => ((float)(yaw += Noise(random, 3) - 0.1 * yaw), (float)(pitch += Noise(random, 2) - 0.1 * pitch));
        }
    }

    static double Noise(Random random, double deviation) =>
        deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    DrawnPath Draw(int moves, Random random) => DrawnPath.Draw(PathPlaces.Cross, _options.Times, moves, random);
}
