using System.Security.Claims;
using FaceAuth.Store.Accounts;

namespace FaceAuth.Signaling.Security;

/// <summary>Whoever runs the server: a user whose account has a role, or a machine with the operator's key, which is an admin.</summary>
/// <param name="Actor">What the audit calls it: "user:ID" or "operator".</param>
/// <param name="Role">What it may do.</param>
internal sealed record Staff(string Actor, AccountRole Role)
{
    public const string RoleClaim = "role";

    /// <summary>The holder of the operator's key, and whoever has a shell on the server.</summary>
    public static readonly Staff Operator = new("operator", AccountRole.Admin);

    /// <summary>Minimal APIs bind a parameter of this type by calling this; authorization has made sure that there is one.</summary>
    public static ValueTask<Staff?> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context.User));

    /// <summary>The role of a principal; null for none.</summary>
    public static Staff? Of(ClaimsPrincipal principal) =>
        principal.FindFirst(RoleClaim)?.Value is { } name && Enum.TryParse<AccountRole>(name, out var role) && role != AccountRole.User
            ? new(principal.FindFirst(Caller.OwnerClaim)?.Value ?? Operator.Actor, role) : null;

    /// <summary>The highest role of an account that it may change: an operator a user's, an admin everybody's.</summary>
    public AccountRole Reach => Role == AccountRole.Admin ? AccountRole.Admin : AccountRole.User;

    /// <summary>Whether it may change an account of that role.</summary>
    public bool MayChange(AccountRole other) => Role >= AccountRole.Operator && other <= Reach;
}
