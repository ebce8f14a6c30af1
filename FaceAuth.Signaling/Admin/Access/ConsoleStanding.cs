using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace FaceAuth.Signaling.Admin.Access;

/// <summary>Looks every two seconds whether who opened a circuit still may: else its page leads back to signing in.</summary>
/// <remarks>While the store does not answer the page stays: every look and act asks anew and is refused then.</remarks>
internal sealed class ConsoleStanding(ILoggerFactory logger, AccountStanding standing, IStoreFaults faults)
    : RevalidatingServerAuthenticationStateProvider(logger)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        if (ConsoleClaims.Of(authenticationState.User) is not var (user, signIn)) return false;
        try
        {
            // another role: its page is begun anew, and shows that one's
            return (await standing.OfAsync(user, signIn, cancellationToken)).TryGet(out var role, out _)
                && Staff.Of(authenticationState.User)?.Role == role;
        }
        catch (Exception e) when (faults.Explain(e) is not null)
        {
            return true;
        }
    }
}
