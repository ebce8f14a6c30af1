using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;

namespace FaceAuth.Store.Templates;

/// <inheritdoc/>
internal sealed class TemplateSet : ITemplateSet
{
    readonly Part[] _parts;
    readonly Lock _lock = new();
    bool _disposed;

    /// <summary>Copies the protected vectors, all of one length.</summary>
    /// <param name="version">Which templates they are.</param>
    /// <param name="parts">At least one: while a rotation runs there may be several.</param>
    public TemplateSet(TemplateSetVersion version, IEnumerable<TemplatePart> parts)
    {
        (_parts, Version) = ([.. parts.Select(part => new Part(part))], version);
        (Count, EnrolledCount) = (_parts.Sum(part => part.Count), _parts.Sum(part => part.Enrolled));
    }

    public int Count { get; }

    public int EnrolledCount { get; }

    public TemplateSetVersion Version { get; }

    public float BestSimilarity(ReadOnlySpan<float> probe) => Best(probe, part => part.Count);

    public float BestEnrolledSimilarity(ReadOnlySpan<float> probe) => Best(probe, part => part.Enrolled);

    float Best(ReadOnlySpan<float> probe, Func<Part, int> count)
    {
        if (probe.Length != _parts[0].Dimension)
            throw new ArgumentException(
                $"The probe has {probe.Length} numbers; the templates have {_parts[0].Dimension}.", nameof(probe));

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var best = float.NegativeInfinity;
            foreach (var part in _parts) best = Math.Max(best, part.Best(probe, count(part)));
            // rounding may carry equal vectors a hair over 1; a NaN stays one and compares as no match
            return Math.Clamp(best, -1, 1);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var part in _parts) part.Clear();
        }
    }

    /// <summary>Never prints a vector.</summary>
    public override string ToString() => $"TemplateSet {{ Count = {Count} }}";

    sealed class Part
    {
        readonly OrthogonalTransform _transform;
        readonly float[] _vectors;   // protected, one after another
        readonly float[] _probe;     // scratch: the probe, protected

        public Part(TemplatePart part)
        {
            (_transform, Count, Enrolled) = (part.Transform, part.Rows.Count, part.Enrolled);
            _vectors = new float[Count * Dimension];
            _probe = new float[Dimension];
            var bytes = MemoryMarshal.AsBytes(_vectors.AsSpan());
            for (var i = 0; i < Count; i++) part.Rows[i].CopyTo(bytes[(i * Dimension * sizeof(float))..]);
        }

        public int Dimension => _transform.Dimension;

        public int Count { get; }

        public int Enrolled { get; }

        public float Best(ReadOnlySpan<float> probe, int count)
        {
            _transform.Apply(probe, _probe);
            var best = float.NegativeInfinity;
            for (var i = 0; i < count; i++)
                best = Math.Max(best, TensorPrimitives.Dot<float>(_vectors.AsSpan(i * Dimension, Dimension), _probe));
            return best;
        }

        public void Clear()
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_vectors.AsSpan()));
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_probe.AsSpan()));
        }
    }
}
