using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>How often refresh tokens are taken in a minute: by the sign-in that they name, and by address where they name none.</summary>
/// <remarks>
/// Whoever shares an address with an attacker shares no count with them: a token counts for its own sign-in once its signature holds.
/// Safe from many threads.
/// </remarks>
internal sealed class TokenRates(IOptions<RateLimitOptions> limits, IRateCounts counts)
{
    /// <summary>Counts one; why it is too much, or null.</summary>
    /// <param name="signIn">The sign-in that the token names; null where it is none of this server's, or has run out.</param>
    public async Task<Refusal?> WhyNotAsync(Guid? signIn)
    {
        var (key, most) = signIn is { } id
            ? ($"refresh {id:N}", limits.Value.RefreshesPerSignIn) : ($"token {ClientOrigin.Place}", limits.Value.BadTokensPerAddress);
        var answer = await counts.TryTakeAsync(key, most, RequestLimiter.Window);
        return answer.IsAllowed ? null : Refusals.TooManyRequests with { RetryAfter = answer.RetryAfter };
    }
}
