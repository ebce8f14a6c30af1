using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Protection;

/// <summary>
/// The keys that protect templates, once the store is open: subjects' keys are made and unwrapped here, transforms are drawn once and kept.
/// </summary>
/// <remarks>Safe from many threads; zeroed on dispose.</remarks>
internal sealed class TemplateKeys(IOptions<StoreOptions> options) : IDisposable
{
    // a handful of models at two generations; more would be a caller that makes up dimensions
    const int TransformsMax = 32;

    readonly ConcurrentDictionary<(int Generation, int Dimension), Lazy<OrthogonalTransform>> _transforms = new();
    MasterKey? _master;

    static ReadOnlySpan<byte> WrapLabel => "FaceAuth subject key v1"u8;

    /// <summary>Generation that new templates are made with, and the only one that is compared.</summary>
    public int Generation => options.Value.TransformGeneration;

    /// <summary>The key's check value, once every row has its authenticator.</summary>
    public byte[] Check() => Master.Check();

    public void Open(MasterKey master) => Interlocked.Exchange(ref _master, master)?.Dispose();

    /// <summary>Makes a random key for a new subject and returns it wrapped.</summary>
    public byte[] WrapNew(Guid subjectId)
    {
        Span<byte> key = stackalloc byte[Envelope.KeyBytes];
        Span<byte> wrapKey = stackalloc byte[Envelope.KeyBytes];
        Span<byte> bound = stackalloc byte[WrapLabel.Length + 16];
        try
        {
            RandomNumberGenerator.Fill(key);
            Master.DeriveWrapKey(wrapKey);
            Bind(subjectId, bound);
            return Envelope.Seal(wrapKey, key, bound);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    /// <summary>Unwraps a subject's key into <paramref name="key"/>, 32 bytes that the caller zeroes; false when it was changed.</summary>
    public bool TryUnwrap(Guid subjectId, ReadOnlySpan<byte> wrapped, Span<byte> key)
    {
        Span<byte> wrapKey = stackalloc byte[Envelope.KeyBytes];
        Span<byte> bound = stackalloc byte[WrapLabel.Length + 16];
        try
        {
            Master.DeriveWrapKey(wrapKey);
            Bind(subjectId, bound);
            return Envelope.TryOpen(wrapKey, wrapped, bound, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    /// <summary>The transform of the current generation; drawn at the first call for a dimension.</summary>
    public OrthogonalTransform Transform(int dimension)
    {
        if (_transforms.Count >= TransformsMax && !_transforms.ContainsKey((Generation, dimension)))
            throw new InvalidOperationException($"Vectors of more than {TransformsMax} different lengths are in use. Check the models.");
        return _transforms.GetOrAdd((Generation, dimension), id => new(() => Draw(id.Generation, id.Dimension))).Value;
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _master, null)?.Dispose();
        foreach (var transform in _transforms.Values)
            if (transform.IsValueCreated) transform.Value.Dispose();
        _transforms.Clear();
    }

    OrthogonalTransform Draw(int generation, int dimension)
    {
        var key = GC.AllocateArray<byte>(Envelope.KeyBytes, pinned: true);
        try
        {
            Master.DeriveTransformKey(generation, dimension, key);
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

    MasterKey Master => _master ?? throw new InvalidOperationException(
        "The store is not open: StoreInitializer.InitializeAsync has not run, or the store was closed.");
}
