using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace FaceAuth.Signaling.Admin.Access;

/// <summary>Looks every two seconds whether who opened a circuit still may: else its page leads back to signing in.</summary>
internal sealed class ConsoleStanding(ILoggerFactory logger, AccountStanding standing)
    : RevalidatingServerAuthenticationStateProvider(logger)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        ConsoleClaims.Of(authenticationState.User) is var (user, signIn)
        && (await standing.OfAsync(user, signIn, cancellationToken)).TryGet(out var role, out _)
        && Staff.Of(authenticationState.User)?.Role == role;   // another role: its page is begun anew, and shows that one's
}
