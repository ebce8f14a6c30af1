using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace FaceAuth.Store.Protection;

/// <summary>Reads a key as files, variables and programs hold one: 32 raw bytes, their base64, or the base64 of that.</summary>
/// <remarks>The last is what a KMS gives for a plaintext that was base64 already.</remarks>
internal static class KeyText
{
    /// <summary>Most bytes that a source of a key may have: room to notice one that is something else.</summary>
    public const int BytesMax = 256;

    /// <summary>Null when it is no key; the caller zeroes what it handed in.</summary>
    public static MasterKey? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == StoreOptions.MasterKeyBytes) return new(bytes);
        Span<byte> decoded = stackalloc byte[BytesMax];
        try
        {
            var text = bytes.Trim(" \r\n\t"u8);
            if (Decode(text, decoded) is not { } first) return null;
            if (first == StoreOptions.MasterKeyBytes) return new(decoded[..first]);
            var inner = decoded[..first].Trim(" \r\n\t"u8);
            Span<byte> key = stackalloc byte[BytesMax];
            try
            {
                return Decode(inner, key) is StoreOptions.MasterKeyBytes ? new(key[..StoreOptions.MasterKeyBytes]) : null;
            }
            finally
            {
                CryptographicOperations.ZeroMemory(key);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(decoded);
        }
    }

    static int? Decode(ReadOnlySpan<byte> text, Span<byte> decoded) =>
        Base64.DecodeFromUtf8(text, decoded, out var read, out var written) == OperationStatus.Done && read == text.Length ? written : null;
}
