using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>How many connections, to the hub or as other WebSockets, an address and a token may ask for in a minute.</summary>
/// <remarks>
/// A token is counted first, and one that asks too often spends nothing of the address. Who brings nothing good is counted apart.
/// </remarks>
internal sealed class ConnectionRates(IOptions<RateLimitOptions> limits, IRateCounts counts)
{
    /// <summary>What a connection to the hub is counted for, each with how many are allowed.</summary>
    /// <param name="address">The client's; see <see cref="RateLimits.AddressOf"/>.</param>
    /// <param name="token">Stands for its session's token; null where it brings no good one.</param>
    public IEnumerable<(string Key, int Most)> Of(string address, string? token)
    {
        if (token is not null) yield return ($"token {token}", limits.Value.ConnectionsPerSession);
        yield return OfAddress(address, token is not null);
    }

    /// <summary>Counts one of another WebSocket; why it is too much, or null.</summary>
    /// <param name="address">The client's.</param>
    /// <param name="isKnown">Whether it brings something good.</param>
    public async Task<Refusal?> WhyNotAsync(string address, bool isKnown)
    {
        var (key, most) = OfAddress(address, isKnown);
        var answer = await counts.TryTakeAsync(key, most, RequestLimiter.Window);
        return answer.IsAllowed ? null : Refusals.TooManyRequests with { RetryAfter = answer.RetryAfter };
    }

    /// <summary>Counts a session's token that ran out, before anybody is asked about it; why it is too much, or null.</summary>
    /// <remarks>Twice as many as connections: a browser's WebSocket cannot hear why it was refused, so that it asks once more.</remarks>
    public async Task<Refusal?> WhyNoReturnAsync(string address, SessionTicket ticket)
    {
        (string Key, int Most)[] all =
        [
            ($"return {ticket.SessionId:N} {ticket.TokenId}", 2 * limits.Value.ConnectionsPerSession),
            ($"return {address}", limits.Value.ConnectionsPerAddress),
        ];
        foreach (var (key, most) in all)
        {
            var answer = await counts.TryTakeAsync(key, most, RequestLimiter.Window);
            if (!answer.IsAllowed) return Refusals.TooManyRequests with { RetryAfter = answer.RetryAfter };
        }

        return null;
    }

    (string Key, int Most) OfAddress(string address, bool isKnown) =>
        ($"hub {(isKnown ? "" : "unknown ")}{address}", limits.Value.ConnectionsPerAddress);
}
