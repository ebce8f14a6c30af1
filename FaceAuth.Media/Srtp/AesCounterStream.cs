using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FaceAuth.Media.Crypto;

namespace FaceAuth.Media.Srtp;

/// <summary>The AES-CM keystream of RFC 3711 §4.1.1, applied in place.</summary>
internal sealed class AesCounterStream : IDisposable
{
    readonly CounterKey _aes;
    readonly byte[] _salt = new byte[CounterKey.BlockLength];

    /// <summary>Copies the session key and the 14-byte session salt.</summary>
    public AesCounterStream(CipherEngine engine, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        _aes = engine.CreateCounter(key);
        salt.CopyTo(_salt);
    }

    /// <summary>Encrypts or decrypts <paramref name="data"/>.</summary>
    /// <param name="data">At most 1 MiB.</param>
    /// <param name="ssrc">The packet's SSRC.</param>
    /// <param name="index">The packet's index: 48 bits for SRTP, 31 for SRTCP.</param>
    [SkipLocalsInit]
    public void Apply(Span<byte> data, uint ssrc, ulong index)
    {
        // IV = (salt << 16) XOR (ssrc << 64) XOR (index << 16); its last two bytes count the blocks
        Span<byte> first = stackalloc byte[CounterKey.BlockLength];
        BinaryPrimitives.WriteUInt64BigEndian(first, BinaryPrimitives.ReadUInt64BigEndian(_salt) ^ ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(first[8..], BinaryPrimitives.ReadUInt64BigEndian(_salt.AsSpan(8)) ^ (index << 16));
        _aes.Apply(first, data);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_salt);
    }
}
