using System.Text;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Takes a Content-Length that is digits and nothing else (RFC 9110 §8.6); Kestrel by itself reads +2 as 2.</summary>
/// <remarks>
/// A proxy that takes it for something else would cut requests elsewhere. Kestrel asks for the encoding of each header's value and reads
/// the number from what that decodes: what is no digit becomes a letter there, and the request is answered 400.
/// </remarks>
internal sealed class ExactLengths : Encoding
{
    const int Longest = 19;   // digits of the largest number that Kestrel holds

    static readonly ExactLengths Instance = new();

    /// <summary>How a header is read; null for all but the length.</summary>
    public static Encoding? For(string name) => name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) ? Instance : null;

    /// <inheritdoc/>
    public override int GetByteCount(char[] chars, int index, int count) => count;

    /// <inheritdoc/>
    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        ASCII.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    /// <inheritdoc/>
    public override int GetCharCount(byte[] bytes, int index, int count) => Math.Min(count, Longest + 1);

    /// <inheritdoc/>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var count = GetCharCount(bytes, byteIndex, byteCount);
        for (var i = 0; i < count; i++)
            chars[charIndex + i] = bytes[byteIndex + i] is >= (byte)'0' and <= (byte)'9' and var digit ? (char)digit : 'x';
        return count;
    }

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount) => charCount;

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount) => Math.Min(byteCount, Longest + 1);
}
