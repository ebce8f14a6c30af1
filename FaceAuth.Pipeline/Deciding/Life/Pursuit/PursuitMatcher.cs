using System.Numerics;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Life.Pursuit;

/// <summary>Compares how a face turned with every path that could have been drawn in the place of the one that was.</summary>
/// <remarks>
/// Yaw and pitch are fitted to each path by least squares: an offset and a gain for each, a delay for both. The face followed the path if
/// hardly any other fits as well. That bounds guessing by counting alone: the path is drawn evenly from all, so whatever a face does that
/// does not depend on the draw, the chance that fewer than k paths fit as well as the drawn one is at most k in all. The sums over a move
/// depend only on its two places, so that all paths together cost little more than one. Sans-IO, not safe from many threads.
/// </remarks>
internal sealed class PursuitMatcher(PursuitOptions options, PursuitPath path)
{
    static readonly TimeSpan LagStep = TimeSpan.FromMilliseconds(50);

    readonly List<(TimeSpan At, float Yaw, float Pitch)> _readings = [];

    /// <summary>Readings taken.</summary>
    public int Count => _readings.Count;

    /// <summary>How many paths there are.</summary>
    public static int PathsOf(int moves) => checked((int)Math.Pow(PursuitPlaces.Ways, moves));

    /// <summary>Takes a picture's angles, degrees, <paramref name="at"/> so long after the path was put.</summary>
    public void Add(TimeSpan at, float yaw, float pitch) => _readings.Add((at, yaw, pitch));

    /// <summary>How well the face has followed; there must be readings.</summary>
    public PursuitAgreement Agree()
    {
        var moves = path.Leaves.Count;
        var least = new float[PathsOf(moves)];
        Array.Fill(least, float.PositiveInfinity);
        var truth = IndexOf(path);
        var (total, lag) = (0f, options.LagLeast);
        for (var at = options.LagLeast; at <= options.LagMost; at += LagStep)
        {
            var sums = new LegSums[moves + 1];
            foreach (var (time, yaw, pitch) in _readings)
            {
                var (move, share) = path.Progress(time - at);
                sums[move + 1] += LegSums.Of(share, new(yaw, pitch));
            }

            var all = default(LegSums);
            foreach (var leg in sums) all += leg;
            total = all.Spread;
            var before = least[truth];
            // before its first move the mark is in the middle, which adds nothing to the sums
            Walk(sums, 0, PursuitPlaces.Middle, 0, default, all, least);
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
            least[index] = MathF.Min(least[index], fit.Left(all, options));
            return;
        }

        for (var way = 0; way < PursuitPlaces.Ways; way++)
        {
            var to = PursuitPlaces.Next(from, way);
            var next = fit.With(sums[move + 1], PursuitPlaces.At(from), PursuitPlaces.At(to));
            Walk(sums, move + 1, to, index * PursuitPlaces.Ways + way, next, all, least);
        }
    }

    static int IndexOf(PursuitPath drawn)
    {
        var index = 0;
        var places = drawn.Places;
        for (var i = 1; i < places.Length; i++)
        {
            var way = places[i] < places[i - 1] ? places[i] : places[i] - 1;
            index = index * PursuitPlaces.Ways + way;
        }

        return index;
    }

    /// <summary>Sums over the readings of one move: of the share s gone, of the angles y, and of their products.</summary>
    readonly record struct LegSums(float Count, float S, float SS, Vector2 Y, Vector2 SY, Vector2 YY)
    {
        /// <summary>Squared deviations of the angles from their means, both together.</summary>
        public float Spread
        {
            get
            {
                var spread = YY - Y * Y / Count;
                return spread.X + spread.Y;
            }
        }

        public static LegSums Of(float share, Vector2 angles) =>
            new(1, share, share * share, angles, share * angles, angles * angles);

        public static LegSums operator +(in LegSums a, in LegSums b) =>
            new(a.Count + b.Count, a.S + b.S, a.SS + b.SS, a.Y + b.Y, a.SY + b.SY, a.YY + b.YY);
    }

    /// <summary>Sums over the readings up to a move: of the mark's places x, and of their products with the angles.</summary>
    readonly record struct Fit(Vector2 X, Vector2 XX, Vector2 XY)
    {

        // x = from + (to − from) s
        public Fit With(in LegSums leg, Vector2 from, Vector2 to)
        {
            var along = to - from;
            return new(
                X + leg.Count * from + leg.S * along,
                XX + leg.Count * from * from + 2 * leg.S * from * along + leg.SS * along * along,
                XY + from * leg.Y + along * leg.SY);
        }

        /// <summary>Squared deviations that the best offsets and gains leave, both angles together.</summary>
        public float Left(in LegSums all, PursuitOptions options)
        {
            var spread = XX - X * X / all.Count;
            var with = XY - X * all.Y / all.Count;
            return all.Spread - Gained(spread.X, with.X, options.TurnLeast, options.Most)
                - Gained(spread.Y, with.Y, options.NodLeast, options.Most);
        }

        static float Gained(float spread, float with, float least, float most)
        {
            if (!(spread > 0)) return 0;
            var gain = Math.Clamp(with / spread, least, most);
            return gain * (2 * with - gain * spread);
        }
    }
}
