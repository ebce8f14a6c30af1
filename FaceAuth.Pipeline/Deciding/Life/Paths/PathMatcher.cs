using System.Numerics;

namespace FaceAuth.Pipeline.Deciding.Life.Paths;

/// <summary>Compares what was seen with every path that could have been drawn in the place of the one that was.</summary>
/// <remarks>
/// Two numbers of each picture are fitted to each path by least squares: an offset and a gain for each, a delay for both. They followed it if
/// hardly any other fits as well. That bounds guessing by counting alone: the path is drawn evenly from all, so whatever they do that
/// does not depend on the draw, the chance that fewer than k paths fit as well as the drawn one is at most k in all. The sums over a move
/// depend only on its two places, so that all paths together cost little more than one. Sans-IO, not safe from many threads.
/// </remarks>
internal sealed class PathMatcher(PathLimits limits, DrawnPath path)
{
    static readonly TimeSpan LagStep = TimeSpan.FromMilliseconds(50);

    readonly List<(TimeSpan At, Vector2 Seen)> _readings = [];

    /// <summary>Readings taken.</summary>
    public int Count => _readings.Count;

    /// <summary>How many paths there are.</summary>
    public static int PathsOf(int moves) => checked((int)Math.Pow(PathPlaces.Ways, moves));

    /// <summary>Takes what a picture shows, <paramref name="at"/> so long after the path was put.</summary>
    public void Add(TimeSpan at, Vector2 seen) => _readings.Add((at, seen));

    /// <summary>How well it was followed; there must be readings.</summary>
    public PathAgreement Agree()
    {
        var moves = path.Leaves.Count;
        var least = new float[PathsOf(moves)];
        Array.Fill(least, float.PositiveInfinity);
        var truth = IndexOf(path);
        var (total, lag) = (0f, limits.LagLeast);
        for (var at = limits.LagLeast; at <= limits.LagMost; at += LagStep)
        {
            var sums = new LegSums[moves + 1];
            foreach (var (time, seen) in _readings)
            {
                var (move, share) = path.Progress(time - at);
                sums[move + 1] += LegSums.Of(share, seen);
            }

            var all = default(LegSums);
            foreach (var leg in sums) all += leg;
            total = all.Spread;
            var before = least[truth];
            Walk(sums, 0, PathPlaces.Middle, 0, Fit.Resting(sums[0], path.On[PathPlaces.Middle]), all, least);
            if (least[truth] < before) lag = at;
        }

        var better = 0;
        for (var i = 0; i < least.Length; i++)
            if (i != truth && least[i] <= least[truth]) better++;
        return new(better, total > 0 ? Math.Clamp(1 - least[truth] / total, 0, 1) : 0, lag);
    }

    /// <summary>Goes from a place on every way; at the ends of the paths the fit is complete.</summary>
    void Walk(LegSums[] sums, int move, int from, int index, in Fit fit, in LegSums all, float[] least)
    {
        if (move == sums.Length - 1)
        {
            least[index] = MathF.Min(least[index], fit.Left(all, limits));
            return;
        }

        for (var way = 0; way < PathPlaces.Ways; way++)
        {
            var to = PathPlaces.Next(from, way);
            var next = fit.With(sums[move + 1], path.On[from], path.On[to]);
            Walk(sums, move + 1, to, index * PathPlaces.Ways + way, next, all, least);
        }
    }

    static int IndexOf(DrawnPath drawn)
    {
        var index = 0;
        var places = drawn.Places;
        for (var i = 1; i < places.Length; i++)
        {
            var way = places[i] < places[i - 1] ? places[i] : places[i] - 1;
            index = index * PathPlaces.Ways + way;
        }

        return index;
    }

    /// <summary>Sums over the readings of one move: of the share s gone, of what was seen y, and of their products.</summary>
    readonly record struct LegSums(float Count, float S, float SS, Vector2 Y, Vector2 SY, Vector2 YY)
    {
        /// <summary>Squared deviations of what was seen from its means, both axes together.</summary>
        public float Spread
        {
            get
            {
                var spread = YY - Y * Y / Count;
                return spread.X + spread.Y;
            }
        }

        public static LegSums Of(float share, Vector2 seen) =>
            new(1, share, share * share, seen, share * seen, seen * seen);

        public static LegSums operator +(in LegSums a, in LegSums b) =>
            new(a.Count + b.Count, a.S + b.S, a.SS + b.SS, a.Y + b.Y, a.SY + b.SY, a.YY + b.YY);
    }

    /// <summary>Sums over the readings up to a move: of the places x, and of their products with what was seen.</summary>
    readonly record struct Fit(Vector2 X, Vector2 XX, Vector2 XY)
    {
        /// <summary>Of the readings before the first move.</summary>
        public static Fit Resting(in LegSums leg, Vector2 at) => new(leg.Count * at, leg.Count * at * at, at * leg.Y);

        // x = from + (to − from) s
        public Fit With(in LegSums leg, Vector2 from, Vector2 to)
        {
            var along = to - from;
            return new(
                X + leg.Count * from + leg.S * along,
                XX + leg.Count * from * from + 2 * leg.S * from * along + leg.SS * along * along,
                XY + from * leg.Y + along * leg.SY);
        }

        /// <summary>Squared deviations that the best offsets and gains leave, both axes together.</summary>
        public float Left(in LegSums all, in PathLimits limits)
        {
            var spread = XX - X * X / all.Count;
            var with = XY - X * all.Y / all.Count;
            return all.Spread - Gained(spread.X, with.X, limits.Least.X, limits.Most)
                - Gained(spread.Y, with.Y, limits.Least.Y, limits.Most);
        }

        static float Gained(float spread, float with, float least, float most)
        {
            if (!(spread > 0)) return 0;
            var gain = Math.Clamp(with / spread, least, most);
            return gain * (2 * with - gain * spread);
        }
    }
}
