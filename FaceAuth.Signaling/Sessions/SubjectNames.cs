using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using FaceAuth.Store.Contracts;

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
    public static bool IsGroup([NotNullWhen(true)] string? name) => IsName(name) && name.Length <= IGroupStore.MostName;

    /// <summary>Whether something new may bear a name: composed (NFC), no letters that take no room, no blanks around it, no %2F.</summary>
    /// <remarks>
    /// Two names that look the same would be two subjects; and web servers leave %2F in a path as it is, so that whoever means a / by it
    /// would name something else. What earlier versions took is found and erased by the name that it has.
    /// </remarks>
    public static bool MayBeNew(string name) =>
        name.AsSpan().Trim().Length == name.Length && ComposedText.Is(name)
        && !name.EnumerateRunes().Any(IsUnseen) && !name.Contains("%2F", StringComparison.OrdinalIgnoreCase);

    /// <summary>Letters and marks that are not drawn by themselves (Default_Ignorable_Code_Point) and are no formats.</summary>
    static bool IsUnseen(Rune rune) => rune.Value is 0x34F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or >= 0x180B and <= 0x180F or 0x3164
        or >= 0xFE00 and <= 0xFE0F or 0xFFA0 or >= 0xE0100 and <= 0xE01EF;

    /// <summary>No control characters, none that turn the direction of writing or take no room, no half of one.</summary>
    /// <remarks>The categories are built in, and need no ICU.</remarks>
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
