using System.Numerics;

namespace FaceAuth.Pipeline.Deciding.Life.Paths;

/// <summary>A secret way from place to place, each equally likely, and when it leaves for each.</summary>
/// <remarks>
/// Between two places it goes as a hand does that reaches for something: smoothly, with the least jerk (Flash and Hogan, "The coordination
/// of arm movements", 1985). Times are from the moment it is put.
/// </remarks>
internal sealed class DrawnPath
{
    readonly int[] _places;

    DrawnPath(PathPlaces on, int[] places, TimeSpan[] leaves, TimeSpan move) => (On, _places, Leaves, Move) = (on, places, leaves, move);

    /// <summary>Where the places lie.</summary>
    public PathPlaces On { get; }

    /// <summary>The places, one after another; the first is the middle.</summary>
    public ReadOnlySpan<int> Places => _places;

    /// <summary>When it leaves for each place but the first.</summary>
    public IReadOnlyList<TimeSpan> Leaves { get; }

    /// <summary>How long it is on its way between two places.</summary>
    public TimeSpan Move { get; }

    /// <summary>When it is at the last place.</summary>
    public TimeSpan End => Leaves[^1] + Move;

    /// <summary>Draws one of so many moves.</summary>
    public static DrawnPath Draw(PathPlaces on, in PathTimes times, int moves, Random random)
    {
        var (places, leaves) = (new int[moves + 1], new TimeSpan[moves]);
        var at = times.Before;
        for (var i = 0; i < moves; i++)
        {
            places[i + 1] = PathPlaces.Next(places[i], random.Next(PathPlaces.Ways));
            leaves[i] = at;
            at += times.Move + times.Rest + times.RestSpread * random.NextDouble();
        }

        return new(on, places, leaves, times.Move);
    }

    /// <summary>Where it is; before and after its way at its ends.</summary>
    public Vector2 At(TimeSpan time)
    {
        var (move, share) = Progress(time);
        return move < 0 ? On[_places[0]]
            : Vector2.Lerp(On[_places[move]], On[_places[move + 1]], share);
    }

    /// <summary>Which of its moves it is on or has made last, −1 before the first, and what share of it it has gone.</summary>
    public (int Move, float Share) Progress(TimeSpan time)
    {
        var move = Leaves.Count - 1;
        while (move >= 0 && time < Leaves[move]) move--;
        if (move < 0) return (-1, 0);
        var share = (float)Math.Min(1, (time - Leaves[move]) / Move);
        return (move, share * share * share * (10 + share * (6 * share - 15)));
    }
}
