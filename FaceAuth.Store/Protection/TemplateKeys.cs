using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace FaceAuth.Store.Protection;

/// <summary>
/// The keys that protect templates, once the store is open: subjects' keys are made and unwrapped here, transforms are drawn once and kept.
/// </summary>
/// <remarks>
/// A wrapped key of root key version 1 is the envelope; from version 2 on the version (4 bytes, big-endian) is before it. Safe from many
/// threads; zeroed on dispose.
/// </remarks>
internal sealed class TemplateKeys(KeyRing ring) : IDisposable
{
    // a handful of models at two generations; more would be a caller that makes up dimensions
    const int TransformsMax = 32;

    const int WrappedBytes = Envelope.Overhead + Envelope.KeyBytes;

    readonly ConcurrentDictionary<(TransformId Id, int Dimension), Lazy<OrthogonalTransform>> _transforms = new();

    static ReadOnlySpan<byte> WrapLabel => "FaceAuth subject key v1"u8;

    /// <summary>The transform that new templates are made with.</summary>
    public TransformId Current => ring.State.Transform;

    /// <summary>Whether vectors of a transform are compared; asked of those whose authenticator holds.</summary>
    public bool Accepts(TransformId transform) => ring.Accepts(transform);

    /// <summary>Whether a subject's key is wrapped by the present root key.</summary>
    public bool IsPresent(ReadOnlySpan<byte> wrapped) => RowAuthenticator.VersionOf(wrapped, WrappedBytes) == ring.State.KeyVersion;

    /// <summary>Makes a random key for a new subject and returns it wrapped.</summary>
    public byte[] WrapNew(Guid subjectId)
    {
        Span<byte> key = stackalloc byte[Envelope.KeyBytes];
        try
        {
            RandomNumberGenerator.Fill(key);
            return Wrap(subjectId, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Wraps a subject's key by the present root key.</summary>
    public byte[] Wrap(Guid subjectId, ReadOnlySpan<byte> key)
    {
        Span<byte> wrapKey = stackalloc byte[Envelope.KeyBytes];
        Span<byte> bound = stackalloc byte[WrapLabel.Length + 16];
        try
        {
            var root = ring.Current;
            root.Secret.DeriveWrapKey(wrapKey);
            Bind(subjectId, bound);
            var envelope = Envelope.Seal(wrapKey, key, bound);
            if (root.Version == 1) return envelope;
            var wrapped = new byte[sizeof(int) + envelope.Length];
            BinaryPrimitives.WriteInt32BigEndian(wrapped, root.Version);
            envelope.CopyTo(wrapped.AsSpan(sizeof(int)));
            return wrapped;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    /// <summary>Unwraps a subject's key into <paramref name="key"/>, 32 bytes that the caller zeroes; false when it was changed.</summary>
    public bool TryUnwrap(Guid subjectId, ReadOnlySpan<byte> wrapped, Span<byte> key)
    {
        key.Clear();
        if (wrapped.Length is not (WrappedBytes or WrappedBytes + sizeof(int))) return false;
        if (ring.Find(RowAuthenticator.VersionOf(wrapped, WrappedBytes)) is not { } root) return false;
        Span<byte> wrapKey = stackalloc byte[Envelope.KeyBytes];
        Span<byte> bound = stackalloc byte[WrapLabel.Length + 16];
        try
        {
            root.Secret.DeriveWrapKey(wrapKey);
            Bind(subjectId, bound);
            return Envelope.TryOpen(wrapKey, wrapped[^WrappedBytes..], bound, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    /// <summary>Whether <see cref="Transform"/> has it or can still draw it.</summary>
    public bool CanTransform(TransformId id, int dimension) => _transforms.ContainsKey((id, dimension)) || Accepts(id);

    /// <summary>A transform that is accepted, for vectors of a length; drawn at the first call.</summary>
    public OrthogonalTransform Transform(TransformId id, int dimension)
    {
        if (_transforms.TryGetValue((id, dimension), out var known)) return known.Value;
        if (_transforms.Count >= TransformsMax)
        {
            // those of earlier rotations go first; who still compares by one holds it
            foreach (var old in _transforms.Keys.Where(key => !Accepts(key.Id))) _transforms.TryRemove(old, out _);
            if (_transforms.Count >= TransformsMax)
                throw new InvalidOperationException(
                    $"Vectors of more than {TransformsMax} different lengths are in use. Check the models.");
        }

        return _transforms.GetOrAdd((id, dimension), key => new(() => Draw(key.Id, key.Dimension))).Value;
    }

    /// <summary>What a vector that one transform protects is under another.</summary>
    public float[] Convert(ReadOnlySpan<float> vector, TransformId from, TransformId to)
    {
        if (from == to) return vector.ToArray();
        var (plain, converted) = (new float[vector.Length], new float[vector.Length]);
        Transform(from, vector.Length).Undo(vector, plain);
        Transform(to, vector.Length).Apply(plain, converted);
        CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(plain.AsSpan()));
        return converted;
    }

    public void Dispose()
    {
        foreach (var transform in _transforms.Values)
            if (transform.IsValueCreated) transform.Value.Dispose();
        _transforms.Clear();
    }

    OrthogonalTransform Draw(TransformId id, int dimension)
    {
        var root = ring.Find(id.KeyVersion)
            ?? throw new InvalidOperationException($"The root key of version {id.KeyVersion} is gone.");
        var key = GC.AllocateArray<byte>(Envelope.KeyBytes, pinned: true);
        try
        {
            root.Secret.DeriveTransformKey(id.Generation, dimension, key);
            return OrthogonalTransform.FromKey(key, dimension);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    static void Bind(Guid subjectId, Span<byte> bound)
    {
        WrapLabel.CopyTo(bound);
        subjectId.TryWriteBytes(bound[WrapLabel.Length..], bigEndian: true, out _);
    }
}
