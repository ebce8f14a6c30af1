using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Learns from the pictures of a session how sharp this camera shows a face, and asks no more of it.</summary>
/// <remarks>
/// A picture counts from a share of the sharpness of the best one: never below a floor, and never above what is asked of a good camera. So
/// what moves is refused before any camera, and nobody for a soft lens. Sans-IO; holds a few numbers, however long the session.
/// </remarks>
/// <param name="options">Limits.</param>
internal sealed class CameraMachine(FaceGateOptions options)
{
    // the least share of its height that a face takes in width: boxes of faces are 1.25 to 1.5 times as high as wide
    const float WidthOfHeight = 0.8f;
    const int Fewest = 4;

    // until then a good camera's first pictures, still out of focus, would pass for its best; guidance settles after it, within 3 s in all
    static readonly TimeSpan KnownAfter = TimeSpan.FromSeconds(1);
    static readonly TimeSpan HopelessAfter = TimeSpan.FromSeconds(2);
    static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);

    TimeSpan? _at;
    TimeSpan _watched;
    int _pictures;
    int _large;   // those of a face that coming closer would not show much sharper
    float _best;
    bool _isTiny;
    TimeSpan? _seen;
    TimeSpan _unfit;

    /// <summary>Sharpness from which the next picture counts.</summary>
    public float SharpFrom =>
        _pictures < Fewest || _watched < KnownAfter
            ? options.MinSharpness
            : MathF.Min(options.MinSharpness, MathF.Max(options.SharpnessFloor, options.SharpnessShare * _best));

    /// <summary>Whether no picture of this camera will ever do, whatever the person does.</summary>
    public bool IsHopeless => _watched >= HopelessAfter && (_isTiny || (_large >= Fewest && _best < options.SharpnessFloor));

    /// <summary>Whether it has been hopeless, or without colour, for so long that waiting is idle.</summary>
    public bool IsGivenUp => _unfit >= options.CameraPatience;

    /// <summary>Takes in a picture and what was found wrong with it.</summary>
    public void HandleFrame(FrameEvidence frame, FrameFlaw flaw)
    {
        Learn(frame, flaw);
        var step = frame.Time.Received - (_seen ?? frame.Time.Received);
        _unfit = IsHopeless || flaw == FrameFlaw.Colourless ? _unfit + (step < LongestStep ? step : LongestStep) : TimeSpan.Zero;
        _seen = frame.Time.Received;
    }

    void Learn(FrameEvidence frame, FrameFlaw flaw)
    {
        if (frame.Quality is not { } quality || !ShowsCamera(flaw)) return;
        if (_at is { } last && frame.Time.Received - last is var step && step > TimeSpan.Zero)
            _watched += step < LongestStep ? step : LongestStep;
        _at = frame.Time.Received;
        _isTiny = WidthOfHeight * options.MaxShare * frame.Height < options.MinWidth;
        if (frame.Box.Width < options.MinWidth) return;   // far away nothing is sharp
        _pictures++;
        if (flaw != FrameFlaw.TooSmall) _large++;
        _best = MathF.Max(_best, quality.Sharpness);
    }

    // a whole, lit, bare, upright face
    static bool ShowsCamera(FrameFlaw flaw) =>
        flaw is FrameFlaw.None or FrameFlaw.Blurred or FrameFlaw.TurnedAway or FrameFlaw.TooSmall;
}
