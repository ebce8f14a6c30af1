using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;

namespace FaceAuth.Store.Templates;

/// <inheritdoc/>
internal sealed class TemplateSet : ITemplateSet
{
    readonly OrthogonalTransform _transform;
    readonly float[] _vectors;   // protected, one after another; zeroed on dispose
    readonly float[] _probe;     // scratch: the probe, protected
    readonly Lock _lock = new();
    bool _disposed;

    /// <summary>Copies the protected vectors, each of the transform's length.</summary>
    /// <param name="transform">What protects them.</param>
    /// <param name="version">Which templates they are.</param>
    /// <param name="rows">Enrolled ones first.</param>
    /// <param name="enrolled">How many of them are.</param>
    public TemplateSet(OrthogonalTransform transform, TemplateSetVersion version, IReadOnlyList<byte[]> rows, int enrolled)
    {
        (_transform, EnrolledCount, Version) = (transform, enrolled, version);
        _vectors = new float[rows.Count * transform.Dimension];
        _probe = new float[transform.Dimension];
        Count = rows.Count;
        var bytes = MemoryMarshal.AsBytes(_vectors.AsSpan());
        for (var i = 0; i < rows.Count; i++) rows[i].CopyTo(bytes[(i * transform.Dimension * sizeof(float))..]);
    }

    public int Count { get; }

    public int EnrolledCount { get; }

    public TemplateSetVersion Version { get; }

    public float BestSimilarity(ReadOnlySpan<float> probe) => Best(probe, Count);

    public float BestEnrolledSimilarity(ReadOnlySpan<float> probe) => Best(probe, EnrolledCount);

    float Best(ReadOnlySpan<float> probe, int count)
    {
        if (probe.Length != _probe.Length)
            throw new ArgumentException($"The probe has {probe.Length} numbers; the templates have {_probe.Length}.", nameof(probe));

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _transform.Apply(probe, _probe);
            var best = float.NegativeInfinity;
            for (var i = 0; i < count; i++)
                best = Math.Max(best, TensorPrimitives.Dot<float>(_vectors.AsSpan(i * _probe.Length, _probe.Length), _probe));
            // rounding may carry equal vectors a hair over 1; a NaN stays one and compares as no match
            return Math.Clamp(best, -1, 1);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_vectors.AsSpan()));
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_probe.AsSpan()));
        }
    }

    /// <summary>Never prints a vector.</summary>
    public override string ToString() => $"TemplateSet {{ Count = {Count} }}";
}
