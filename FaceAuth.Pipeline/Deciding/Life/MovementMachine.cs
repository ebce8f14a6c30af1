using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>Watches a face that was calm for the movement that it was asked for, and for any other.</summary>
/// <remarks>
/// Only the way that it moved most counts, and only where it is held for two pictures; the face must come back, but for coming closer.
/// Sans-IO.
/// </remarks>
internal sealed class MovementMachine(ChallengeOptions options)
{
    FaceReading _calm;
    ChallengeKind _asked;
    float _factor;
    FrameTime _lastCalm;
    ChallengeKind? _shown;
    TimeSpan _shownAt;
    bool _made;

    /// <summary>Whether the face is not where it was when it was asked.</summary>
    public bool IsAway { get; private set; }

    /// <summary>Whether the last picture shows what was asked for.</summary>
    public bool IsShown => _shown == _asked;

    /// <summary>The last picture before the movement.</summary>
    public FrameTime Start => _lastCalm;

    /// <summary>Begins to watch.</summary>
    /// <param name="calm">The calm face.</param>
    /// <param name="asked">What it was asked for.</param>
    /// <param name="factor">By how much it shall grow, if that.</param>
    public void Ask(in FaceReading calm, ChallengeKind asked, float factor)
    {
        (_calm, _asked, _factor, _lastCalm) = (calm, asked, factor, calm.At);
        (_shown, _made, IsAway) = (null, false, false);
    }

    /// <summary>Takes a picture in.</summary>
    public MovementStep Handle(in FaceReading face)
    {
        var moved = Movement.Of(_calm, face, options, _factor);
        // one leans while turning: only coming as close as if asked to is a movement of its own
        var isBack = moved.Others <= options.BackAt && moved.Growth < (_asked == ChallengeKind.MoveCloser ? options.BackAt : 1);
        IsAway = !isBack;
        if (isBack)
        {
            var made = _made;
            if (!made) _lastCalm = face.At;
            (_shown, _made) = (null, false);
            return made ? MovementStep.Made : MovementStep.None;
        }

        if (moved.Most < 1)
        {
            _shown = null;
            return MovementStep.None;
        }

        if (_shown != moved.Kind)
        {
            (_shown, _shownAt) = (moved.Kind, face.At.Captured);
            return MovementStep.None;
        }

        if (face.At.Captured - _shownAt < options.Hold) return MovementStep.None;
        if (moved.Kind != _asked) return MovementStep.Wrong;
        if (_asked == ChallengeKind.MoveCloser) return MovementStep.Made;
        _made = true;
        return MovementStep.None;
    }
}
