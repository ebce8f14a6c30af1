using FaceAuth.Store.Accounts;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Roles as they are written outside.</summary>
internal static class AccountRoles
{
    static readonly IReadOnlyList<(string Name, AccountRole Role)> All =
        [("user", AccountRole.User), ("auditor", AccountRole.Auditor), ("operator", AccountRole.Operator), ("admin", AccountRole.Admin)];

    /// <summary>All names, the one that may least first.</summary>
    public static IEnumerable<string> Names => All.Select(one => one.Name);

    public static string NameOf(AccountRole role) => All.First(one => one.Role == role).Name;

    /// <summary>The role of a name; null where there is none.</summary>
    public static AccountRole? Find(string? name)
    {
        foreach (var (known, role) in All)
            if (known == name) return role;
        return null;
    }
}
