using System.Runtime.CompilerServices;
using System.Text;

namespace FaceAuth.Store;

/// <summary>Refuses what callers may not hand in.</summary>
internal static class Check
{
    /// <summary>A name: <paramref name="min"/> to <paramref name="max"/> characters, well-formed UTF-16, no control characters.</summary>
    public static void Name(string text, int max, int min = 1, [CallerArgumentExpression(nameof(text))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(text, name);
        if (text.Length < min || text.Length > max)
            throw new ArgumentException($"{name} has {text.Length} characters; {min} to {max} are allowed.", name);

        // a lone surrogate would be stored as U+FFFD, so that different names became one
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != System.Buffers.OperationStatus.Done || Rune.IsControl(rune))
                throw new ArgumentException($"{name} contains a control character or half a character.", name);
            rest = rest[used..];
        }
    }

    /// <summary>A text of any characters, at most <paramref name="max"/> bytes in UTF-8.</summary>
    public static void Bytes(string? text, int max, [CallerArgumentExpression(nameof(text))] string name = "")
    {
        if (text is null || text.Length <= max / 3) return;
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > max) throw new ArgumentException($"{name} has {bytes} bytes; at most {max} are allowed.", name);
    }

    public static void Count(int count, int max, [CallerArgumentExpression(nameof(count))] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, max, name);
    }
}
