using System.Diagnostics.CodeAnalysis;

namespace FaceAuth.Signaling.Sessions;

/// <summary>What an owner may call its subjects and their groups.</summary>
internal static class SubjectNames
{
    /// <summary>A signed-in user's word for their own subject in paths.</summary>
    public const string Me = "me";

    /// <summary>1 to 128 characters, no control characters, no /, and neither . nor .. .</summary>
    /// <remarks>
    /// Names appear in paths, where . and .. are no names (RFC 3986 §5.2.4, https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4): what
    /// bore one could be neither shown nor erased.
    /// </remarks>
    public static bool IsName([NotNullWhen(true)] string? name) =>
        name is { Length: >= 1 and <= 128 } && !name.Contains('/', StringComparison.Ordinal) && !name.Any(char.IsControl)
        && name is not ("." or "..") && name.IsNormalized();

    /// <summary>As a subject's name, of 1 to 64 characters.</summary>
    public static bool IsGroup([NotNullWhen(true)] string? name) => IsName(name) && name.Length <= 64;
}
