using System.Numerics.Tensors;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Follows the one face in front of the camera: by place from picture to picture, and by the embeddings taken of it.</summary>
/// <remarks>
/// When it goes, is swapped or gets company, whatever was seen before is void, so that nobody blinks and then holds up a picture of
/// somebody else. Sans-IO.
/// </remarks>
/// <param name="options">Limits.</param>
/// <param name="embeddingLength">Floats in one embedding.</param>
internal sealed class TrackMachine(TrackOptions options, int embeddingLength)
{
    // so many make the reference; then it stands, or a slow morph could carry it from one person to another
    const int ReferenceOf = 8;

    readonly float[] _sum = new float[embeddingLength];   // of the first embeddings; its direction is the reference
    readonly float[] _before = new float[embeddingLength];   // the last face's, after it was lost
    bool _hadBefore;
    int _embeddings;
    int _differing;
    int _crowded;
    bool _confirmed;
    FrameTime _seenAt;
    FrameTime _lookedAt;
    TimeSpan _searchedAt = TimeSpan.MinValue;
    Imaging.Box _place;

    /// <summary>Whether a face is being followed.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Whether an embedding of the followed face has been taken.</summary>
    public bool HasReference => _embeddings > 0;

    /// <summary>Takes a picture in.</summary>
    /// <param name="frame">Its evidence.</param>
    /// <param name="hasFace">Whether it holds a confirmed face.</param>
    public TrackStep HandleFrame(FrameEvidence frame, bool hasFace)
    {
        var at = frame.Time;
        var blind = IsHeld && Gap(at, _lookedAt) > options.BlindAfter;
        _lookedAt = at;
        _confirmed = hasFace;
        if (frame.Searched) _searchedAt = at.Captured;
        if (blind) return Lose(hasFace && frame.Faces == 1 ? frame : null);
        if (frame.Faces > 1) return Crowd(at);
        if (!hasFace) return Miss(at);
        if (frame.Searched) _crowded = 0;
        if (IsHeld && _place.Overlap(frame.Place) < options.MinOverlap) return Lose(frame);
        Hold(frame);
        return _crowded > 0 ? TrackStep.Missed : TrackStep.Held;
    }

    /// <summary>Compares an embedding of a held picture with the reference and adds it where it agrees.</summary>
    /// <remarks>
    /// False when it does not: the picture does not count; after <see cref="TrackOptions.SwappedAfter"/> in a row the face is
    /// <see cref="TrackStep.Replaced"/> and this one becomes the reference. So it is when the first embedding after a loss is not that of
    /// the face before.
    /// </remarks>
    public bool TryAgree(ReadOnlySpan<float> embedding, out TrackStep step)
    {
        step = TrackStep.Held;
        if (!float.IsFinite(TensorPrimitives.Norm(embedding))) return false;   // in a sum it would make everybody agree
        if (_embeddings > 0 && TensorPrimitives.CosineSimilarity(_sum, embedding) < options.SameFaceAt)
        {
            if (++_differing < options.SwappedAfter) return false;
            Forget();
            _hadBefore = false;
            Add(embedding);
            step = TrackStep.Replaced;
            return false;
        }

        if (_embeddings == 0 && _hadBefore)
        {
            _hadBefore = false;
            if (TensorPrimitives.CosineSimilarity(_before, embedding) < options.SameFaceAt) step = TrackStep.Replaced;
        }

        _differing = 0;
        Add(embedding);
        return true;
    }

    /// <summary>Whether an embedding of a face that is turned, or too close, may be that of the face followed.</summary>
    /// <remarks>Null where there is nothing to compare it with. Changes nothing.</remarks>
    public bool? Resembles(ReadOnlySpan<float> embedding) =>
        _embeddings == 0 ? null : TensorPrimitives.CosineSimilarity(_sum, embedding) >= options.SameTurnedFaceAt;

    /// <summary>Whether the next picture, taken about <paramref name="captured"/>, must be searched as a whole.</summary>
    public bool WantsSearch(TimeSpan captured) =>
        !IsHeld || !_confirmed || _crowded > 0 || captured - _searchedAt >= options.DetectEvery;

    TrackStep Miss(FrameTime at)
    {
        if (!IsHeld) return TrackStep.Nothing;
        return Gap(at, _seenAt) > options.LostAfter ? Lose(null) : TrackStep.Missed;
    }

    TrackStep Crowd(FrameTime at)
    {
        if (++_crowded >= options.CrowdedAfter) return IsHeld ? Lose(null) : TrackStep.Nothing;
        return Miss(at);
    }

    TrackStep Lose(FrameEvidence? next)
    {
        Forget();
        IsHeld = false;
        if (next is not null) Hold(next);
        return TrackStep.Lost;
    }

    void Hold(FrameEvidence frame) => (IsHeld, _seenAt, _place) = (true, frame.Time, frame.Place);

    void Add(ReadOnlySpan<float> embedding)
    {
        if (_embeddings == ReferenceOf) return;
        TensorPrimitives.Add(_sum, embedding, _sum);
        _embeddings++;
    }

    void Forget()
    {
        if (_embeddings > 0)
        {
            _hadBefore = true;
            _sum.CopyTo(_before, 0);
        }

        (_embeddings, _differing) = (0, 0);
        Array.Clear(_sum);
    }

    // the camera's clock is the client's word: the host's own clock bounds it
    static TimeSpan Gap(FrameTime later, FrameTime earlier)
    {
        var (captured, received) = (later.Captured - earlier.Captured, later.Received - earlier.Received);
        return captured > received ? captured : received;
    }
}
