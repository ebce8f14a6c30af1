using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>Knows since when a face has been calm, and what it looks like then.</summary>
/// <remarks>
/// A challenge is put to a calm face only: what moves already when it is put could be a recording's next movement. Sans-IO.
/// </remarks>
internal sealed class CalmMachine(ChallengeOptions options)
{
    FaceReading _first;
    FaceReading _sum;
    int _count;

    /// <summary>Since when, by the host's clock; null while it moves or is not seen.</summary>
    public TimeSpan? Since => _count > 0 ? _first.At.Received : null;

    /// <summary>The last picture of it.</summary>
    public FrameTime LastAt => _sum.At;

    /// <summary>The calm face: the mean since then. Meaningless while <see cref="Since"/> is null.</summary>
    public FaceReading Face => new(
        _sum.At, _sum.Yaw / _count, _sum.Pitch / _count, _sum.MouthOpen / _count, _sum.MouthWidth / _count,
        _sum.EyeSpan / _count, _sum.Share / _count);

    /// <summary>A good picture of the face with its eyes open.</summary>
    public void Handle(in FaceReading face)
    {
        if (_count > 0 && Movement.Of(_first, face, options, options.CloserBy).Most > options.CalmAt) _count = 0;
        if (_count++ == 0)
        {
            (_first, _sum) = (face, face);
            return;
        }

        _sum = new(
            face.At, _sum.Yaw + face.Yaw, _sum.Pitch + face.Pitch, _sum.MouthOpen + face.MouthOpen, _sum.MouthWidth + face.MouthWidth,
            _sum.EyeSpan + face.EyeSpan, _sum.Share + face.Share);
    }

    /// <summary>The face moves, is not good or is not seen.</summary>
    public void Reset() => _count = 0;
}
