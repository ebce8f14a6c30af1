using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Says when the followed face is scored and embedded again.</summary>
/// <remarks>At moments that are drawn: who knew which picture is next could swap it. Sans-IO.</remarks>
/// <param name="options">How often.</param>
/// <param name="random">Unpredictable to the person in front of the camera.</param>
internal sealed class CountPace(DecisionOptions options, Random random)
{
    FrameTime? _last;
    double _uneven = 1;

    /// <summary>Whether it is time.</summary>
    /// <param name="next">When the next picture was taken.</param>
    /// <param name="isRare">Whether seldom will do.</param>
    public bool IsDue(FrameTime next, bool isRare) =>
        _last is not { } last || next.Received - last.Received >= (isRare ? options.RecheckEvery : options.CountEvery * _uneven);

    /// <summary>A picture was searched and embedded.</summary>
    public void HandleEmbedded(FrameTime at) => (_last, _uneven) = (at, 0.6 + 0.8 * random.NextDouble());

    /// <summary>The face was lost: at once.</summary>
    public void Reset() => _last = null;
}
