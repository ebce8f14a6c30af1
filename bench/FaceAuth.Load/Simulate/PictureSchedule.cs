using FaceAuth.Load.Clips;

namespace FaceAuth.Load.Simulate;

/// <summary>
/// Plays pictures by their timestamps, as a camera would deliver them, and leaps to the next keyframe when one is asked for.
/// </summary>
/// <remarks>
/// Does no IO and reads no clock. What is sent has no holes in time: a leap or a slow encoder moves everything that follows.
/// </remarks>
internal sealed class PictureSchedule(uint firstRtpTimestamp)
{
    static readonly TimeSpan Late = TimeSpan.FromMilliseconds(200);       // later than that, the encoder stalled
    static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(300);    // a request older than the keyframe on its way is answered by it
    static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);        // between pictures, so that their timestamps differ

    TimeSpan _shift;                          // from the clip's time to the clock's
    TimeSpan _beganAt, _lastAt;
    TimeSpan _keyframeAt = TimeSpan.FromDays(-1);
    bool _hasBegun, _leaps;

    /// <summary>Pictures left out on the way to a keyframe.</summary>
    public int Skipped { get; private set; }

    /// <summary>Finds a picture's place.</summary>
    /// <param name="picture">The next picture of the clip.</param>
    /// <param name="keyframeWanted">Whether the receiver asks for a keyframe.</param>
    /// <param name="now">The time.</param>
    /// <param name="scheduled">When to send it.</param>
    /// <returns>False when it is to be left out.</returns>
    public bool TryPlace(in ClipPicture picture, bool keyframeWanted, TimeSpan now, out ScheduledPicture scheduled)
    {
        scheduled = default;
        if (!_hasBegun)
        {
            (_hasBegun, _beganAt, _lastAt) = (true, now, now - Least);
            _shift = now - picture.Timestamp;
        }

        _leaps |= keyframeWanted && now - _keyframeAt > Settled;
        if (_leaps && !picture.IsKeyframe)
        {
            Skipped++;
            return false;
        }

        var due = picture.Timestamp + _shift;
        if (_leaps || now - due > Late)
        {
            due = now > _lastAt + Least ? now : _lastAt + Least;
            _shift = due - picture.Timestamp;
        }

        _leaps = false;
        if (picture.IsKeyframe) _keyframeAt = due;
        _lastAt = due;
        scheduled = new(due, unchecked(firstRtpTimestamp + (uint)(long)((due - _beganAt).TotalSeconds * 90_000)));
        return true;
    }
}
