using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Chooses which pictures of a session show best how it went: first, last, where a score fell, and some between.</summary>
/// <remarks>Sans-IO; allocates nothing once it is made.</remarks>
/// <param name="most">How many are kept at a time, 1–5.</param>
internal sealed class PictureChoice(int most)
{
    /// <summary>Nothing is kept of the picture.</summary>
    public const int None = -1;

    // how long before the decision the last one is at most
    static readonly TimeSpan LastEvery = TimeSpan.FromMilliseconds(250);

    static readonly TimeSpan FirstMiddle = TimeSpan.FromSeconds(1);

    // falls that are nearer to each other are one
    static readonly TimeSpan FallsApart = TimeSpan.FromMilliseconds(500);

    // scores of one face differ by less from picture to picture
    const float Fall = 0.1f;

    readonly Kept[] _kept = new Kept[most];
    TimeSpan? _began;
    TimeSpan _middleAt = FirstMiddle;
    float _bestLive, _bestSimilarity;

    /// <summary>Where the last is kept; the first is after it, and what is between after that.</summary>
    const int LastSlot = 0, FirstSlot = 1, BetweenSlots = 2;

    /// <summary>Which of the kept pictures this one takes the place of, from 0; <see cref="None"/> for none.</summary>
    public int Choose(FrameEvidence frame)
    {
        _began ??= frame.Time.Received;
        var (at, fell, isSharp) = (frame.Time.Received - _began.Value, FallOf(frame), IsSharp(frame));
        if (most > FirstSlot && (!_kept[FirstSlot].IsTaken || (isSharp && !_kept[FirstSlot].IsSharp)))
            return Take(FirstSlot, new(PictureMoment.First, at, 0, isSharp));
        if (fell >= Fall && SlotOfFall(at, fell) is var falling and not None)
            return Take(falling, new(PictureMoment.Fell, at, fell, isSharp));
        if (at >= _middleAt)
        {
            // so the last of them lies between half of the time and all of it
            _middleAt = at * 2;
            if (Oldest(PictureMoment.Middle) is var middle and not None) return Take(middle, new(PictureMoment.Middle, at, 0, isSharp));
        }

        if (_kept[LastSlot].IsTaken && at - _kept[LastSlot].At < LastEvery) return None;
        return Take(LastSlot, new(PictureMoment.Last, at, 0, isSharp));
    }

    /// <summary>Why one is kept, and since when in the session; null while none is there.</summary>
    public (PictureMoment Moment, TimeSpan At)? Find(int slot) =>
        _kept[slot] is { IsTaken: true } kept ? (kept.Moment, kept.At) : null;

    static bool IsSharp(FrameEvidence frame) => frame.Faces == 1 && frame.Quality?.Sharpness >= (frame.SharpFrom ?? 0);

    /// <summary>By how much a score lies below the best of the session.</summary>
    float FallOf(FrameEvidence frame)
    {
        var fell = 0f;
        if (frame.Spoof is { } spoof)
        {
            _bestLive = MathF.Max(_bestLive, spoof.Live);
            fell = _bestLive - spoof.Live;
        }

        if (frame.Similarity is { } similarity)
        {
            _bestSimilarity = MathF.Max(_bestSimilarity, similarity);
            fell = MathF.Max(fell, _bestSimilarity - similarity);
        }

        return fell;
    }

    /// <summary>A free place, else that of one that only lies between, else that of the least fall.</summary>
    int SlotOfFall(TimeSpan at, float fell)
    {
        var least = None;
        for (var slot = BetweenSlots; slot < most; slot++)
        {
            if (_kept[slot] is not { IsTaken: true, Moment: PictureMoment.Fell } kept) continue;
            if ((at - kept.At).Duration() < FallsApart) return fell > kept.Fell ? slot : None;
            if (least == None || kept.Fell < _kept[least].Fell) least = slot;
        }

        if (Oldest(PictureMoment.Middle) is var other and not None) return other;
        return least != None && fell > _kept[least].Fell ? least : None;
    }

    /// <summary>A free place between, else the oldest of one kind; none where there is none.</summary>
    int Oldest(PictureMoment moment)
    {
        var oldest = None;
        for (var slot = BetweenSlots; slot < most; slot++)
        {
            if (!_kept[slot].IsTaken) return slot;
            if (_kept[slot].Moment == moment && (oldest == None || _kept[slot].At < _kept[oldest].At)) oldest = slot;
        }

        return oldest;
    }

    int Take(int slot, Kept kept)
    {
        _kept[slot] = kept with { IsTaken = true };
        return slot;
    }

    readonly record struct Kept(PictureMoment Moment, TimeSpan At, float Fell, bool IsSharp)
    {
        public bool IsTaken { get; init; }
    }
}
