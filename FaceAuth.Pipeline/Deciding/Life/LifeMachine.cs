using FaceAuth.Pipeline.Deciding.Evidence;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>Counts signs of life, each only once embeddings of the same face were taken shortly before and shortly after it.</summary>
/// <remarks>So the one who blinked is the one who is recognised; and none during which an embedding was somebody else's. Sans-IO.</remarks>
/// <param name="within">How shortly.</param>
internal sealed class LifeMachine(TimeSpan within)
{
    LifeSign? _pending;
    FrameTime? _agreedAt;
    FrameTime? _differedAt;

    /// <summary>Signs that count.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a sign waits for an embedding after it.</summary>
    public bool IsWaiting => _pending is not null;

    /// <summary>A sign of life ended. It takes the place of one that still waits.</summary>
    public void HandleSign(in LifeSign sign)
    {
        if (_differedAt is { } differed && differed.Received >= sign.Start.Received) return;
        if (_agreedAt is { } agreed && sign.Start.Captured - agreed.Captured <= within) _pending = sign;
    }

    /// <summary>A picture's embedding was not the followed face's: a sign that waits, or is in course, is somebody else's.</summary>
    public void HandleDiffered(FrameTime at) => (_pending, _differedAt) = (null, at);

    /// <summary>A picture's embedding agreed with the followed face. True when that makes a sign count.</summary>
    public bool HandleAgreed(FrameTime at)
    {
        _agreedAt = at;
        if (_pending is not { } sign || at.Captured < sign.End.Captured) return false;
        _pending = null;
        if (at.Captured - sign.End.Captured > within) return false;
        Count++;
        return true;
    }

    /// <summary>The face was lost: nothing counts any more.</summary>
    public void Reset() => (_pending, _agreedAt, _differedAt, Count) = (null, null, null, 0);
}
