using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace FaceAuth.Signaling.Security;

/// <summary>At least a role.</summary>
internal sealed class RoleRequirement(AccountRole least) : AuthorizationHandler<RoleRequirement>, IAuthorizationRequirement
{
    readonly AccountRole _least = least;

    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (Staff.Of(context.User) is { } staff && staff.Role >= requirement._least) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
