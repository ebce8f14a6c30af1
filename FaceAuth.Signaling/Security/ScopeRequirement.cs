using Microsoft.AspNetCore.Authorization;

namespace FaceAuth.Signaling.Security;

/// <summary>An API key that was issued for some things may do these alone; users, and keys without scopes, are not bound by it.</summary>
/// <param name="scope">One of <see cref="Store.Contracts.KeyScopes"/>.</param>
internal sealed class ScopeRequirement(string scope) : AuthorizationHandler<ScopeRequirement>, IAuthorizationRequirement
{
    /// <summary>One for each scope of the caller's key; none where it has all.</summary>
    public const string ScopeClaim = "scope";

    readonly string _scope = scope;

    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (!context.User.HasClaim(claim => claim.Type == ScopeClaim) || context.User.HasClaim(ScopeClaim, requirement._scope))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
