using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace FaceAuth.Signaling.Sessions;

/// <summary>What an owner may call its subjects and their groups.</summary>
internal static class SubjectNames
{
    /// <summary>A signed-in user's word for their own subject in paths.</summary>
    public const string Me = "me";

    /// <summary>1 to 128 characters that can be seen, no /, and neither . nor .. .</summary>
    /// <remarks>
    /// Names appear in paths, where . and .. are no names (RFC 3986 §5.2.4, https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4): what
    /// bore one could be neither shown nor erased.
    /// </remarks>
    public static bool IsName([NotNullWhen(true)] string? name) =>
        name is { Length: >= 1 and <= 128 } && !name.Contains('/', StringComparison.Ordinal) && IsVisible(name)
        && name is not ("." or "..");

    /// <summary>As a subject's name, of 1 to 64 characters.</summary>
    public static bool IsGroup([NotNullWhen(true)] string? name) => IsName(name) && name.Length <= 64;

    /// <summary>No control characters, none that turn the direction of writing or take no room, no half of one.</summary>
    /// <remarks>Two names that look the same would be two subjects. The categories are built in, and need no ICU.</remarks>
    static bool IsVisible(string name)
    {
        for (var rest = name.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != OperationStatus.Done
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                return false;
            rest = rest[used..];
        }

        return true;
    }
}
