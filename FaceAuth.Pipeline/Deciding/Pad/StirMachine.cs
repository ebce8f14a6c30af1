using System.Numerics;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Deciding.Pad;

/// <summary>Compares pictures of one face that lie about half a second apart, whatever the camera's rate.</summary>
/// <remarks>One is kept until another is old enough to be held against it. Sans-IO; allocates nothing.</remarks>
internal sealed class StirMachine
{
    // Closer than this a face has hardly had time to change; further apart the scene has, too.
    static readonly TimeSpan Least = TimeSpan.FromMilliseconds(400);
    static readonly TimeSpan Most = TimeSpan.FromMilliseconds(1500);

    readonly LumaSketch _before = new();
    Box _box;
    FaceKeyPoints _points;
    TimeSpan _at;

    /// <summary>
    /// Takes a picture; says how the face moved, and how much more it changed than its surroundings, since the one that is kept.
    /// </summary>
    /// <param name="captured">When it was taken, by the camera's clock.</param>
    /// <param name="picture">Its brightness; only read during the call.</param>
    /// <param name="box">The face.</param>
    /// <param name="points">The face's points.</param>
    /// <param name="change">What changed; undefined where nothing can be said yet.</param>
    /// <returns>Whether something can be said.</returns>
    public bool TryHandle(TimeSpan captured, LumaSketch picture, in Box box, in FaceKeyPoints points, out FaceChange change)
    {
        change = default;
        if (picture.IsEmpty) return false;
        var since = captured - _at;
        if (_before.IsEmpty || since < TimeSpan.Zero || since > Most)
        {
            Keep(captured, picture, box, points);
            return false;
        }

        if (since < Least) return false;
        var motion = Motion(_points, points);
        var sway = Vector2.Distance(Vector2.Transform(_box.Centre, motion), _box.Centre) / _box.Width;
        change = new(
            float.IsFinite(sway) ? sway : 0,   // nonsense is no motion
            SceneChange.TryMeasure(_before, _box, picture, motion, out var scene) ? scene : null);
        Keep(captured, picture, box, points);
        return true;
    }

    /// <summary>Forgets the picture that is kept.</summary>
    public void Reset() => _before.Clear();

    /// <summary>How the face moved, by the points that no expression moves much.</summary>
    internal static Matrix3x2 Motion(in FaceKeyPoints from, in FaceKeyPoints to)
    {
        var rigid = FaceKeyPoints.Rigid;
        Span<Vector2> before = stackalloc Vector2[rigid.Length], after = stackalloc Vector2[rigid.Length];
        for (var i = 0; i < rigid.Length; i++)
        {
            var (a, b) = (from[rigid[i]], to[rigid[i]]);
            (before[i], after[i]) = (new(a.X, a.Y), new(b.X, b.Y));
        }

        return SimilarityTransform.Estimate(before, after);
    }

    void Keep(TimeSpan captured, LumaSketch picture, in Box box, in FaceKeyPoints points)
    {
        _before.CopyFrom(picture);
        (_at, _box, _points) = (captured, box, points);
    }
}
