using System.Numerics;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Life.Paths;

/// <summary>Where something can be that goes a secret way: a middle, and four places around it.</summary>
/// <remarks>From each it goes to one of the four others.</remarks>
/// <param name="places">The middle, then the others, in whatever plane they lie.</param>
internal sealed class PathPlaces(params Vector2[] places)
{
    /// <summary>How many there are to go to from any of them.</summary>
    public const int Ways = LivenessPolicy.PathWays;

    /// <summary>Where every path begins.</summary>
    public const int Middle = 0;

    /// <summary>The ends of a cross, as yaw and pitch grow: X on the person's own left, Y up, −1 to 1.</summary>
    public static readonly PathPlaces Cross = new(Vector2.Zero, new(1, 0), new(-1, 0), new(0, 1), new(0, -1));

    /// <summary>Where a place lies.</summary>
    public Vector2 this[int place] => places[place];

    /// <summary>The place that one of the ways leads to; never the one it leaves.</summary>
    public static int Next(int from, int way) => way < from ? way : way + 1;
}
