using System.Numerics;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Life.Pursuit;

/// <summary>Where a mark can be: in the middle, or at one of the four ends of a cross.</summary>
/// <remarks>
/// X is positive on the person's own left, Y is positive up, both from −1 to 1: the ways in which yaw and pitch grow. From each place the
/// mark goes to one of the four others.
/// </remarks>
internal static class PursuitPlaces
{
    /// <summary>How many there are to go to from any of them.</summary>
    public const int Ways = LivenessPolicy.PursuitWays;

    /// <summary>Where every path begins.</summary>
    public const int Middle = 0;

    static readonly Vector2[] All = [Vector2.Zero, new(1, 0), new(-1, 0), new(0, 1), new(0, -1)];

    public static Vector2 At(int place) => All[place];

    /// <summary>The place that one of the ways leads to; never the one it leaves.</summary>
    public static int Next(int from, int way) => way < from ? way : way + 1;
}
