using System.Diagnostics.CodeAnalysis;

namespace FaceAuth.Signaling.Sessions;

/// <summary>What an owner may call its subjects.</summary>
internal static class SubjectNames
{
    /// <summary>A signed-in user's word for their own subject in paths.</summary>
    public const string Me = "me";

    /// <summary>1 to 128 characters, no control characters, no / because names appear in paths.</summary>
    public static bool IsName([NotNullWhen(true)] string? name) =>
        name is { Length: >= 1 and <= 128 } && !name.Contains('/', StringComparison.Ordinal) && !name.Any(char.IsControl)
        && name.IsNormalized();
}
