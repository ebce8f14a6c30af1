using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>Who opened a WebSocket, and from where.</summary>
/// <param name="Who">The caller.</param>
/// <param name="Address">The client's address, as limits count it.</param>
/// <param name="Until">When the token they signed in with runs out; null for a key.</param>
internal sealed record LegacyClient(Caller Who, string Address, DateTimeOffset? Until)
{
    /// <summary>Whether the key that they brought is still good; null for a token.</summary>
    public Func<CancellationToken, ValueTask<bool>>? HoldsKey { get; init; }

    /// <summary>Why the sign-in of the token that they brought is good for nothing any more; null for a key.</summary>
    public Func<CancellationToken, ValueTask<Refusal?>>? Stands { get; init; }

    /// <summary>Whether their token has run out at <paramref name="now"/>.</summary>
    public bool IsOver(DateTimeOffset now) => now >= Until;

    /// <summary>Why they may begin no session any more; null when they may.</summary>
    /// <remarks>A socket outlives what opened it: each session asks anew, as each request of HTTP does.</remarks>
    public async ValueTask<Refusal?> WhyNotAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (IsOver(now)) return Refusals.TokenExpired;
        if (Stands is { } stands && await stands(cancellation) is { } over) return over;
        return HoldsKey is { } holds && !await holds(cancellation) ? Refusals.ApiKeyInvalid : null;
    }

    /// <summary>Never prints where they are.</summary>
    public override string ToString() => $"LegacyClient {{ {Who.Owner} }}";
}
