using System.Security.Cryptography;
using System.Text;

namespace FaceAuth.Store.Protection;

/// <summary>A text in an envelope, filled with NULs to a multiple of 32 bytes, so that its length says little of it.</summary>
/// <remarks>A text that ends in NUL loses those; names and verdicts have none.</remarks>
internal static class SealedText
{
    const int Step = 32;

    public static byte[] Seal(ReadOnlySpan<byte> key, string text, ReadOnlySpan<byte> bound)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var plain = new byte[Math.Max(1, (length + Step - 1) / Step) * Step];
        Encoding.UTF8.GetBytes(text, plain);
        var envelope = Envelope.Seal(key, plain, bound);
        CryptographicOperations.ZeroMemory(plain);
        return envelope;
    }

    /// <summary>The text; null when the key, what it is bound to or any bit is another.</summary>
    public static string? TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> bound)
    {
        if (envelope.Length < Envelope.Overhead) return null;
        var plain = new byte[envelope.Length - Envelope.Overhead];
        if (!Envelope.TryOpen(key, envelope, bound, plain)) return null;
        var text = Encoding.UTF8.GetString(plain.AsSpan().TrimEnd((byte)0));
        CryptographicOperations.ZeroMemory(plain);
        return text;
    }
}
