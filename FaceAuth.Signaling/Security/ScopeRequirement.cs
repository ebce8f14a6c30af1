using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace FaceAuth.Signaling.Security;

/// <summary>An API key that was issued for some things may do these alone; users, and keys without scopes, are not bound by it.</summary>
/// <param name="scope">One of <see cref="Store.Contracts.KeyScopes"/>.</param>
internal sealed class ScopeRequirement(string scope) : AuthorizationHandler<ScopeRequirement>, IAuthorizationRequirement
{
    /// <summary>One for each scope of the caller's key; none where it has all.</summary>
    public const string ScopeClaim = "scope";

    /// <summary>The scope that is asked for.</summary>
    public string Scope { get; } = scope;

    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (IsMet(context.User, requirement.Scope)) context.Succeed(requirement);
        return Task.CompletedTask;
    }

    /// <summary>Whether a caller's key, if it is one, is for that.</summary>
    public static bool IsMet(ClaimsPrincipal user, string scope) =>
        !user.HasClaim(claim => claim.Type == ScopeClaim) || user.HasClaim(ScopeClaim, scope);
}
