namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>How many pictures of one session are decoded: a bucket that fills steadily. Sans-IO.</summary>
/// <param name="rate">A second.</param>
internal sealed class PicturePace(int rate)
{
    const double Burst = 5;   // a network holds pictures up and brings them at once

    double _left = Burst;
    TimeSpan? _last;

    /// <summary>Whether a picture may be decoded at <paramref name="now"/>.</summary>
    public bool TryTake(TimeSpan now)
    {
        if (_last is { } last) _left = Math.Min(Burst, _left + (now - last).TotalSeconds * rate);
        _last = now;
        if (_left < 1) return false;
        _left--;
        return true;
    }
}
