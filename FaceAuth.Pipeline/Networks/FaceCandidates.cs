using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Networks;

/// <summary>What a detector's cells propose, before suppression: at most <see cref="Limit"/>, further ones are left out.</summary>
/// <remarks>Reused from run to run.</remarks>
internal sealed class FaceCandidates
{
    /// <summary>Candidates kept; a face brings 10 to 30.</summary>
    public const int Limit = 1024;

    /// <summary>Overlap above which two candidates are one face, as the detectors' authors set it.</summary>
    const float MaxOverlap = 0.4f;

    readonly DetectedFace[] _faces = new DetectedFace[Limit];
    int _count;

    /// <summary>Forgets them.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds one.</summary>
    public void Add(in DetectedFace face)
    {
        if (_count < Limit) _faces[_count++] = face;
    }

    /// <summary>Suppresses doubles and writes the faces, the surest first.</summary>
    /// <returns>How many were written.</returns>
    public int Take(Span<DetectedFace> faces)
    {
        var kept = Math.Min(Nms.Suppress(_faces.AsSpan(0, _count), MaxOverlap), faces.Length);
        _faces.AsSpan(0, kept).CopyTo(faces);
        return kept;
    }
}
