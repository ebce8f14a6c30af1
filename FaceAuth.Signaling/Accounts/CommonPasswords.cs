using System.Collections.Frozen;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Passwords that whoever guesses tries first (NIST SP 800-63B-4 §3.1.1.2). Safe from many threads.</summary>
/// <remarks>
/// The 10 000 most common of ten million that leaked (SecLists) among those that no other rule refuses (OWASP ASVS 5.0, 6.2.4: at least
/// 3000): the list is read once, 118 KB.
/// </remarks>
internal static class CommonPasswords
{
    const string Resource = "common-passwords.txt";
    const int MinName = 4;
    const int MinPart = 3;

    static readonly Lazy<FrozenSet<string>> Known = new(Read);

    /// <summary>All of them; upper case is taken for lower.</summary>
    internal static IReadOnlySet<string> All => Known.Value;

    /// <summary>Whether a password is a common one, or a name or another word with little beside it.</summary>
    public static bool Has(string password, string name, IReadOnlyList<string> words)
    {
        if (Known.Value.Contains(password) || words.Any(word => Repeats(password, word))) return true;
        // of an e-mail address the part before the @ too
        return IsMadeOf(password, name) || IsMadeOf(password, name.Split('@')[0]) || IsOfPieces(password, name);
    }

    /// <summary>A piece of the name, which is never a short one; or the name's parts in another order, with little beside them.</summary>
    static bool IsOfPieces(string password, string name)
    {
        if (password.Length >= AccountRules.MinPasswordLength && name.Contains(password, StringComparison.OrdinalIgnoreCase)) return true;
        var rest = NameParts(name).OrderByDescending(part => part.Length)
            .Aggregate(password, (left, part) => left.Replace(part, "", StringComparison.OrdinalIgnoreCase));
        return rest.Length < password.Length && rest.Length < AccountRules.MinPasswordLength / 2;
    }

    static IEnumerable<string> NameParts(string name) =>
        name.Split(['.', '_', '-', '@', '+'], StringSplitOptions.RemoveEmptyEntries).Where(part => part.Length >= MinPart);

    /// <summary>Little beside the name, or the name again and again with nothing but digits and signs between.</summary>
    static bool IsMadeOf(string password, string name)
    {
        if (Repeats(password, name)) return true;
        if (name.Length == 0) return false;
        var rest = password.Replace(name, "", StringComparison.OrdinalIgnoreCase);
        return rest.Length <= password.Length - (2 * name.Length) && !rest.Any(char.IsLetter);
    }

    static bool Repeats(string password, string name) =>
        name.Length >= MinName
        && password.Replace(name, "", StringComparison.OrdinalIgnoreCase) is var rest && rest.Length < password.Length
        && rest.Length < AccountRules.MinPasswordLength / 2;

    static FrozenSet<string> Read()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream(Resource)!;
        using var lines = new StreamReader(stream);
        return lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
