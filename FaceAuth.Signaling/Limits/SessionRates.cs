using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>How many sessions an address and an owner may create in a minute, by whatever way.</summary>
/// <remarks>
/// The owner is counted first, and one that has asked too often spends nothing of the address. Who is not signed in is counted apart, and
/// takes nothing from those at the same address who are.
/// </remarks>
internal sealed class SessionRates(IOptions<RateLimitOptions> limits, IRateCounts counts)
{
    /// <summary>What a new session is counted for, each with how many are allowed.</summary>
    /// <param name="address">The client's; see <see cref="RateLimits.AddressOf"/>.</param>
    /// <param name="caller">Who creates it; null where nobody is signed in.</param>
    public IEnumerable<(string Key, int Most)> Of(string address, Caller? caller)
    {
        if (caller is not null)
            yield return (
                caller.Owner, caller.IsRelyingParty ? limits.Value.SessionsPerRelyingParty : limits.Value.SessionsPerUser);
        yield return ($"{(caller is null ? "unknown" : "session")} {address}", limits.Value.SessionsPerAddress);
    }

    /// <summary>Counts one; false when there were too many.</summary>
    public async ValueTask<bool> TryTakeAsync(string address, Caller caller)
    {
        foreach (var (key, most) in Of(address, caller))
            if (!(await counts.TryTakeAsync(key, most, RequestLimiter.Window)).IsAllowed) return false;
        return true;
    }
}
