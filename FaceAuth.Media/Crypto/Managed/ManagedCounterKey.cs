using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FaceAuth.Media.Crypto.Managed;

/// <summary>Counter mode by the framework's AES.</summary>
/// <remarks>
/// The counter blocks of a packet are enciphered in one call, which takes 0.3 µs for 1200 bytes; the framework's one-shot call takes 1.3 µs
/// and allocates.
/// </remarks>
internal sealed class ManagedCounterKey : CounterKey
{
    const int BatchBlocks = 96;   // 1536 bytes: any packet that fits an Ethernet frame goes in one batch

    readonly Lock _gate = new();   // a key stream that is wiped under a call would let the text through
    readonly ICryptoTransform _aes;
    bool _isDisposed;
    readonly byte[] _blocks = GC.AllocateUninitializedArray<byte>(BlockLength * BatchBlocks);

    public ManagedCounterKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != CipherEngine.AesKeyLength) throw new ArgumentException("A key here is 16 bytes.", nameof(key));
        using var aes = Aes.Create();
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        aes.SetKey(key);
        _aes = aes.CreateEncryptor();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _aes.Dispose();
            CryptographicOperations.ZeroMemory(_blocks);
        }
    }

    protected override void ApplyChecked(ReadOnlySpan<byte> first, Span<byte> text)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            ApplyAlone(first, text);
        }
    }

    void ApplyAlone(ReadOnlySpan<byte> first, Span<byte> text)
    {
        var high = MemoryMarshal.Read<ulong>(first);
        var low = BinaryPrimitives.ReadUInt64BigEndian(first[8..]);
        ulong counter = 0;
        while (!text.IsEmpty)
        {
            var take = Math.Min(text.Length, _blocks.Length);
            var blocks = (take + BlockLength - 1) / BlockLength;
            var words = MemoryMarshal.Cast<byte, ulong>(_blocks.AsSpan(0, blocks * BlockLength));
            for (var i = 0; i < words.Length; i += 2)
            {
                words[i] = high;
                words[i + 1] = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(low ^ counter) : low ^ counter;
                counter++;
            }

            _aes.TransformBlock(_blocks, 0, blocks * BlockLength, _blocks, 0);
            Xor(text[..take], _blocks);
            text = text[take..];
        }
    }

    static void Xor(Span<byte> data, ReadOnlySpan<byte> keystream)
    {
        while (data.Length >= Vector<byte>.Count)
        {
            (new Vector<byte>(data) ^ new Vector<byte>(keystream)).CopyTo(data);
            data = data[Vector<byte>.Count..];
            keystream = keystream[Vector<byte>.Count..];
        }

        for (var i = 0; i < data.Length; i++) data[i] ^= keystream[i];
    }
}
