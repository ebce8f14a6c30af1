using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Security;

/// <summary>Issues and revokes relying parties' API keys, over the command line and the API; both are audited.</summary>
internal sealed class PartyKeys(IRelyingPartyStore parties, IAuditLog audit, TimeProvider time)
{
    const int MaxName = 128;

    /// <summary>What a name that nothing new may bear is answered with.</summary>
    public const string BadName =
        "A relying party's name has 1 to 128 characters that can be seen, composed (NFC), without blanks around it, / or %2F, and it is "
        + "neither . nor two of them.";

    /// <summary>Whether a relying party may be called so: one that is there under its name may, whatever it is.</summary>
    /// <remarks>Two names that look the same would be two relying parties, and one would be taken for the other.</remarks>
    public async Task<bool> MayBearAsync(string name, CancellationToken cancellation) =>
        (SubjectNames.IsName(name) && SubjectNames.MayBeNew(name))
        || (name.Length is >= 1 and <= MaxName && await parties.FindAsync(name, cancellation) is not null);

    /// <summary>Issues a key.</summary>
    /// <exception cref="InvalidOperationException">The relying party holds as many as it may.</exception>
    public async Task<IssuedKey> IssueAsync(string name, KeyTerms terms, CancellationToken cancellation)
    {
        var issued = await parties.IssueKeyAsync(name, cancellation, terms);
        await AuditAsync("key.issued", issued.Party, issued.Record.Id);
        return issued;
    }

    /// <summary>As <see cref="IssueAsync(string, KeyTerms, CancellationToken)"/>, of what somebody wrote.</summary>
    public async Task<Outcome<IssuedKey>> AskAsync(
        string name, IReadOnlyList<string>? scopes, DateTimeOffset? expiresAt, CancellationToken cancellation)
    {
        if (!await MayBearAsync(name, cancellation)) return Refusals.BadRequest.With(BadName);
        if (scopes is not null && (scopes.Count == 0 || scopes.Any(scope => !KeyScopes.All.Contains(scope))))
            return Refusals.BadRequest.With(
                $"Set scopes to some of {string.Join(", ", KeyScopes.All)}, or leave it out for all of them.");
        if (expiresAt <= time.GetUtcNow()) return Refusals.BadRequest.With("Set expiresAt to a time to come.");
        try
        {
            return await IssueAsync(name, new(scopes, expiresAt), cancellation);
        }
        catch (InvalidOperationException)
        {
            return Refusals.TooManyKeys;
        }
    }

    /// <summary>Revokes one key; false when there is none of that id.</summary>
    public async Task<bool> RevokeAsync(string name, Guid key, CancellationToken cancellation)
    {
        if (await parties.FindAsync(name, cancellation) is not { } party || !await parties.RevokeKeyAsync(name, key, cancellation))
            return false;
        await AuditAsync("key.revoked", party, key);
        return true;
    }

    /// <summary>Revokes every key; false when there is no relying party of that name.</summary>
    public async Task<bool> RevokeAsync(string name, CancellationToken cancellation)
    {
        if (await parties.FindAsync(name, cancellation) is not { } party || !await parties.RevokeAsync(name, cancellation)) return false;
        await AuditAsync("key.revoked", party, null);
        return true;
    }

    /// <summary>Names neither the relying party nor the key, but their ids; all keys where there is none.</summary>
    ValueTask AuditAsync(string action, RelyingParty party, Guid? key)
    {
        var details = $$"""{"party":"{{Caller.OwnerOfRelyingParty(party.Id)}}","key":"{{key?.ToString() ?? "all"}}"}""";
        var entry = new AuditEntry(time.GetUtcNow(), action, StaffScope.Actor, Details: details) { Origin = ClientOrigin.Current };
        return audit.AppendAsync(entry, CancellationToken.None);
    }
}
