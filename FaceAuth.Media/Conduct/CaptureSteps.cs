using FaceAuth.Media.Contracts;

namespace FaceAuth.Media.Conduct;

/// <summary>Looks at the steps of capture times from picture to picture: a camera's vary, a file's on a timer do not.</summary>
/// <remarks>
/// libwebrtc, and so every browser, counts capture time in whole milliseconds: 90 units each. Steps that are all alike and no whole
/// milliseconds are a program's. Whole ones that are all alike say nothing: a steady camera at 25 pictures a second makes them too.
/// How packets are spaced within a picture says nothing on its own: a browser's pacer lets small pictures out at once, as others do.
/// </remarks>
internal sealed class CaptureSteps
{
    const int Wanted = 45;          // steps; 1.5 s at 30 pictures a second
    const int Millisecond = 90;
    const int Longest = 90_000;     // a second: what is longer is a pause
    const int Varied = 8;           // steps unlike the commonest that a camera shows

    uint _last;
    bool _hasLast;
    int _count, _alike, _whole;
    int _unit;

    /// <summary>What it says.</summary>
    public PeerSign Signal { get; private set; }

    /// <summary>Takes a picture's capture time in, in decoding order.</summary>
    public void HandlePicture(uint rtpTimestamp)
    {
        var step = unchecked((int)(rtpTimestamp - _last));
        var hadLast = _hasLast;
        (_last, _hasLast) = (rtpTimestamp, true);
        if (!hadLast || step is <= 0 or > Longest || Signal == PeerSign.Raised) return;
        if (_count == 0) _unit = step;
        _count++;
        if (step % _unit == 0) _alike++;   // one left out is no irregularity
        if (step % Millisecond == 0) _whole++;
        if (_count < Wanted) return;
        if (_alike == _count && _whole < _count) Signal = PeerSign.Raised;
        else if (_count - _alike >= Varied) Signal = PeerSign.Clear;
        (_count, _alike, _whole) = (0, 0, 0);
    }
}
