using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Life.Paths;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Life.Pursuit;

/// <summary>Watches one face follow one mark, and says in the end whether it has.</summary>
/// <remarks>
/// Only pictures of the followed face count, and there may be no gap among them: nobody follows in its place. It is judged once, when
/// the mark's way is over: were it judged at every picture, each would be another guess. Sans-IO.
/// </remarks>
/// <param name="options">Limits.</param>
/// <param name="path">The mark's.</param>
/// <param name="rank">How many paths at most, the drawn one with them, may fit what the face did as well.</param>
/// <param name="calm">The face before.</param>
/// <param name="putAt">When it was put.</param>
internal sealed class PursuitMachine(PursuitOptions options, DrawnPath path, int rank, FaceReading calm, TimeSpan putAt)
{
    readonly PathMatcher _matcher = new(options.Limits, path);
    FrameTime? _first;
    TimeSpan _last;
    bool _hasGap;

    /// <summary>The last picture before it.</summary>
    public FrameTime Start => calm.At;

    /// <summary>When it is judged.</summary>
    public TimeSpan EndAt { get; } = putAt + path.End + options.After;

    /// <summary>The mark's way as the client is told.</summary>
    public static ChallengePath Told(DrawnPath path) => new(path.Move, [.. path.Leaves.Select((leaves, i) =>
    {
        var place = path.On[path.Places[i + 1]];
        return new ChallengeStop(leaves, (int)place.X, (int)place.Y);
    })]);

    /// <summary>Takes a picture of the followed face in; others are left out.</summary>
    public void Handle(in FaceReading face)
    {
        var first = _first ??= face.At;
        // how the network bunches pictures up is no part of how the face moved
        var at = first.Received - putAt + (face.At.Captured - first.Captured);
        _hasGap |= at - _last > options.Gap;
        _last = at;
        _matcher.Add(at, new(face.Yaw, face.Pitch));
    }

    /// <summary>Whether a picture shows the following itself: a face that is not where it was.</summary>
    /// <remarks>Only such pictures say whose answer it is: among calm ones another's recording could lie.</remarks>
    public bool Shows(in FaceReading face) =>
        MathF.Abs(face.Yaw - calm.Yaw) >= options.TurnLeast || MathF.Abs(face.Pitch - calm.Pitch) >= options.NodLeast;

    /// <summary>Whether the face has followed.</summary>
    public bool HasFollowed()
    {
        if (_hasGap || EndAt - putAt - _last > options.Gap || _matcher.Count < options.Pictures) return false;
        var agreement = _matcher.Agree();
        return agreement.Better < rank && agreement.Explained >= options.ExplainedAt;
    }
}
