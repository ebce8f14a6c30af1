using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>Finds blinks in the aspect ratios of both eyes, judged against the person's own open eyes.</summary>
/// <remarks>
/// Both fall far below that level and come back within a blink's time, while the head keeps still (Soukupová and Čech, "Real-Time Eye Blink
/// Detection using Facial Landmarks", 2016). Sans-IO. A still has no dip; one that is shaken moves; a smile stays; a face that leaves does
/// not come back in time, and one that is swapped resets this machine.
/// </remarks>
internal sealed class BlinkMachine(BlinkOptions options)
{
    readonly OpenLevel _level = new(options);
    EyeReading _lastOpen;
    EyeReading _last;
    bool _hasOpen;
    bool _inDip;
    bool _hasClosed;
    (TimeSpan First, TimeSpan Last)? _closed;   // nearly, where the eyes do close
    bool _spoilt;

    /// <summary>Whether the person's open level is known, so that a blink would be seen.</summary>
    public bool IsWatching => _level.IsKnown;

    /// <summary>What the eyes look like while no blink begins; null while that is not known.</summary>
    public OpenEyes? OpenEyes => _level.IsKnown ? new(_level.Right, _level.Left, options.OpenAt) : null;

    /// <summary>Whether the eyes are not open, for less than the longest blink takes.</summary>
    public bool IsClosing => _inDip;

    /// <summary>Takes a reading; true when it ends a blink.</summary>
    public bool TryHandle(in EyeReading reading, out LifeSign blink)
    {
        blink = default;
        var gap = reading.At.Captured - _last.At.Captured;
        if (_hasOpen && (gap <= TimeSpan.Zero || gap > options.MaxGap)) Break();
        _last = reading;

        var ratio = Ratio(reading, out var wider);
        if (!_level.IsKnown || ratio >= options.OpenAt) return HandleOpen(reading, out blink);
        _inDip = _hasOpen;
        if (!_inDip) return Learn(reading);
        if (reading.At.Captured - _lastOpen.At.Captured > options.Longest)
        {
            Break();
            return Learn(reading);
        }

        _spoilt |= Moved(reading);
        if (wider > options.EitherClosedAt) return false;
        _hasClosed |= ratio <= options.ClosedAt;
        if (ratio <= options.StillClosedAt)
            _closed = (_closed?.First ?? reading.At.Captured, reading.At.Captured);
        return false;
    }

    /// <summary>
    /// A picture whose eyes cannot be judged: what was in course is no blink. The open level stays.
    /// </summary>
    public void HandleUnusable() => Break();

    /// <summary>The face is another one: forgets everything.</summary>
    public void Reset()
    {
        Break();
        _level.Reset();
    }

    bool HandleOpen(in EyeReading reading, out LifeSign blink)
    {
        blink = default;
        var took = reading.At.Captured - _lastOpen.At.Captured;
        var isBlink = _inDip && _hasClosed && _closed is { } closed && closed.Last - closed.First >= options.ClosedFor
            && !_spoilt && !Moved(reading) && took >= options.Shortest && took <= options.Longest;
        if (isBlink) blink = new LifeSign(_lastOpen.At, reading.At);
        (_lastOpen, _hasOpen, _inDip, _hasClosed, _closed, _spoilt) = (reading, true, false, false, null, false);
        Learn(reading);
        return isBlink;
    }

    // a blink's own readings stay out of the level; a long squint or smile becomes the level
    bool Learn(in EyeReading reading)
    {
        _level.Add(reading.At.Captured, reading.Right, reading.Left);
        return false;
    }

    void Break() => (_hasOpen, _inDip, _hasClosed, _closed, _spoilt) = (false, false, false, null, false);

    float Ratio(in EyeReading reading, out float wider)
    {
        if (!_level.IsKnown) return wider = 1;
        var (right, left) = (reading.Right / _level.Right, reading.Left / _level.Left);
        wider = MathF.Max(right, left);
        return (right + left) / 2;
    }

    bool Moved(in EyeReading reading)
    {
        var shift = (reading.Centre - _lastOpen.Centre).Length();
        var grown = MathF.Abs(reading.FaceWidth - _lastOpen.FaceWidth);
        return MathF.Max(shift, grown) > options.MaxShift * _lastOpen.FaceWidth
            || MathF.Abs(reading.Yaw - _lastOpen.Yaw) > options.MaxTurn
            || MathF.Abs(reading.Pitch - _lastOpen.Pitch) > options.MaxTurn;
    }
}
