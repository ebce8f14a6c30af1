using System.Text.Json;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Accounts;

/// <summary>What passkeys were asked, between question and answer. Safe from many threads.</summary>
/// <remarks>
/// The state goes to the browser, signed, and comes back with the answer; what is remembered is that it did. That is kept in the database
/// that all nodes share, until the question has run out, and bounded for each account.
/// </remarks>
internal sealed class PasskeyQuestions(TokenIssuer issuer, IUsedQuestions used, TimeProvider time)
{
    /// <summary>Of signing in, which is asked of nobody yet.</summary>
    public const string Anybody = "";

    const string StateClaim = "state";
    const string UserClaim = "user";
    const int MaxLength = 16 * 1024;

    static readonly TimeSpan ClockDrift = TimeSpan.FromMinutes(1);

    /// <summary>A question with its state.</summary>
    /// <param name="options">What the browser gets.</param>
    /// <param name="state">What the handler needs again.</param>
    /// <param name="user">Who was asked.</param>
    public PasskeyQuestion Ask(string options, string? state, string user)
    {
        var claims = new Dictionary<string, object> { [StateClaim] = state ?? "", [UserClaim] = user };
        return new(issuer.Issue(TokenKind.Passkey, PasskeyRules.Patience, claims), JsonElement.Parse(options));
    }

    /// <summary>The state of a question; null where it was another's, was answered before, or has waited too long.</summary>
    public async Task<string?> TakeAsync(string? question, string user, CancellationToken cancellation)
    {
        if (question is not { Length: > 0 and <= MaxLength } || await issuer.ReadAsync(TokenKind.Passkey, question) is not { } token
            || !token.TryGetPayloadValue<string>(UserClaim, out var asked) || asked != user
            || !token.TryGetPayloadValue<string>(StateClaim, out var state)) return null;
        // other nodes' clocks may be behind
        var until = time.GetUtcNow() + PasskeyRules.Patience + ClockDrift;
        return await used.TryUseAsync(token.Id, user, until, cancellation) ? state : null;
    }
}
