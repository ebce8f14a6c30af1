using System.Numerics;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Life.Paths;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Light;

/// <summary>Has the page's surround take secret colours, and looks for them in the light on the followed face.</summary>
/// <remarks>
/// The face's colour is taken against the scene's, which lies further from the screen: what the camera's white balance and the room's lamps
/// do is the same in both. Judged once a try, as a mark that is followed is: hardly any other sequence may fit as well. A bright room hides
/// the surround's light; then it says nothing, and nothing is held against anybody. Sans-IO.
/// </remarks>
/// <param name="options">Limits.</param>
/// <param name="random">Draws the colours; nobody outside may know them beforehand.</param>
internal sealed class LightMachine(LightOptions options, Random random)
{
    const int Agreeing = 3;   // pictures at least that show whose face it is

    PathMatcher? _matcher;
    readonly List<(TimeSpan At, LightReading Reading)> _readings = [];
    DrawnPath? _path;
    TimeSpan _putAt;
    TimeSpan _last;
    FrameTime? _first;
    bool _hasGap;
    int _agreed;   // pictures whose embedding is the followed face's
    int _tries;

    /// <summary>Whether the followed face showed the colours.</summary>
    public bool IsSeen { get; private set; }

    /// <summary>Whether the surround is lighting the face now.</summary>
    public bool IsRunning => _path is not null;

    /// <summary>Whether it was tried as often as it may be, and not seen.</summary>
    public bool IsSpent => !IsSeen && !IsRunning && _tries >= options.Tries;

    /// <summary>How well the last try fitted; null before one was judged.</summary>
    public PathAgreement? Agreement { get; private set; }

    /// <summary>How much of the surround's light the face's sides take of what its middle takes; NaN before a try was judged.</summary>
    public float Shading { get; private set; } = float.NaN;

    TimeSpan EndAt => _putAt + _path!.End + options.LagMost;

    /// <summary>What to tell the client at <paramref name="now"/>, or null.</summary>
    /// <param name="now">The time.</param>
    /// <param name="canBegin">Whether a face is followed and good to see.</param>
    public AuthEvent.Light? Poll(TimeSpan now, bool canBegin)
    {
        if (_path is not null || IsSeen || !canBegin || _tries >= options.Tries) return null;
        _tries++;
        _path = DrawnPath.Draw(SurroundColours.Places, options.Times, options.Moves, random);
        _matcher = new(options.Limits, _path);
        (_putAt, _last, _first, _hasGap, _agreed) = (now, TimeSpan.Zero, null, false, 0);
        _readings.Clear();
        return new AuthEvent.Light(SurroundColours.Told(_path, options.LagMost));
    }

    /// <summary>Takes a picture in.</summary>
    /// <param name="time">When it was taken and came.</param>
    /// <param name="reading">The light on the face; null for a picture that tells nothing.</param>
    /// <param name="isSame">Whether it is the followed face's; null where no embedding says so. Another face ends the try.</param>
    public void Handle(FrameTime time, LightReading? reading, bool? isSame)
    {
        if (_path is null) return;
        if (isSame == false)
        {
            _path = null;
            return;
        }

        if (isSame == true) _agreed++;
        if (reading is { } light)
        {
            var first = _first ??= time;
            // how the network bunches pictures up is no part of when they were taken
            var at = first.Received - _putAt + (time.Captured - first.Captured);
            _hasGap |= at - _last > options.Gap;
            _last = at;
            _matcher!.Add(at, light.Face - light.Scene);
            _readings.Add((at, light));
        }

        if (time.Received >= EndAt) Judge();
    }

    /// <summary>The face was lost: what it showed, and what it was showing, is void.</summary>
    public void Abandon() => (_path, IsSeen) = (null, false);

    void Judge()
    {
        var path = _path!;
        var isWhole = !_hasGap && EndAt - _putAt - _last <= options.Gap && _matcher!.Count >= options.Pictures
            && _agreed >= Agreeing;
        _path = null;
        if (!isWhole) return;
        var agreement = _matcher!.Agree();
        (Agreement, IsSeen) = (agreement, agreement.Better == 0 && agreement.Explained >= options.ExplainedAt);
        var centre = GainOf(path, agreement.Lag, reading => reading.Centre - reading.Scene);
        Shading = centre > 0 ? GainOf(path, agreement.Lag, reading => reading.Rim - reading.Scene) / centre : float.NaN;
    }

    // by least squares over both axes, each about its mean
    float GainOf(DrawnPath path, TimeSpan lag, Func<LightReading, Vector2> part)
    {
        Vector2 x = default, y = default, xx = default, xy = default;
        foreach (var (at, reading) in _readings)
        {
            var (colour, seen) = (path.At(at - lag), part(reading));
            (x, y, xx, xy) = (x + colour, y + seen, xx + colour * colour, xy + colour * seen);
        }

        var spread = xx - x * x / _readings.Count;
        var with = xy - x * y / _readings.Count;
        return (with.X + with.Y) / (spread.X + spread.Y);
    }
}
