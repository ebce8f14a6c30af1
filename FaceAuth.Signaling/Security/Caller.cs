using System.Security.Claims;
using FaceAuth.Signaling.Accounts;

namespace FaceAuth.Signaling.Security;

/// <summary>Who calls the API: a signed-in user or a relying party.</summary>
/// <param name="Owner">"user:ID" or "rp:ID": whose sessions and subjects it may touch.</param>
/// <param name="UserId">The user's id; null for a relying party.</param>
internal sealed record Caller(string Owner, string? UserId)
{
    public const string OwnerClaim = "owner";
    public const string KeyClaim = "key";
    const string UserPrefix = "user:";
    const string PartyPrefix = "rp:";

    /// <summary>The sign-in that a user's access token belongs to.</summary>
    public Guid? SignIn { get; init; }

    /// <summary>The API key that a relying party calls with.</summary>
    public Guid? Key { get; init; }

    /// <summary>True for a relying party, which names its subjects itself and may see scores.</summary>
    public bool IsRelyingParty => UserId is null;

    /// <summary>The owner name of a user.</summary>
    public static string OwnerOfUser(Guid id) => $"{UserPrefix}{id}";

    /// <summary>The owner name of a relying party.</summary>
    public static string OwnerOfRelyingParty(Guid id) => $"{PartyPrefix}{id}";

    /// <summary>The user of an owner name; null for a relying party's.</summary>
    public static Guid? UserOf(string owner) =>
        owner.StartsWith(UserPrefix, StringComparison.Ordinal) && Guid.TryParse(owner.AsSpan(UserPrefix.Length), out var id) ? id : null;

    /// <summary>The relying party of an owner name; null for a user's.</summary>
    public static Guid? RelyingPartyOf(string owner) =>
        owner.StartsWith(PartyPrefix, StringComparison.Ordinal) ? Guid.Parse(owner.AsSpan(PartyPrefix.Length)) : null;

    /// <summary>Minimal APIs bind a parameter of this type by calling this; authorization has made sure that there is one.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context.User));

    /// <summary>The caller a principal stands for; null when it stands for none.</summary>
    public static Caller? Of(ClaimsPrincipal principal) => principal.FindFirst(OwnerClaim)?.Value is { } owner
        ? new Caller(owner, owner.StartsWith(UserPrefix, StringComparison.Ordinal) ? owner[UserPrefix.Length..] : null)
        {
            SignIn = Guid.TryParse(principal.FindFirst(UserTokens.SignInClaim)?.Value, out var signIn) ? signIn : null,
            Key = Guid.TryParse(principal.FindFirst(KeyClaim)?.Value, out var key) ? key : null,
        }
        : null;
}
