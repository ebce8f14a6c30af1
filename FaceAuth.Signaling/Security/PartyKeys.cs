using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Security;

/// <summary>Issues and revokes relying parties' API keys, over the command line and the API; both are audited.</summary>
internal sealed class PartyKeys(IRelyingPartyStore parties, IAuditLog audit, TimeProvider time)
{
    const string Actor = "operator";

    /// <summary>Issues a key.</summary>
    /// <exception cref="InvalidOperationException">The relying party holds as many as it may.</exception>
    public async Task<IssuedKey> IssueAsync(string name, KeyTerms terms, CancellationToken cancellation)
    {
        var issued = await parties.IssueKeyAsync(name, cancellation, terms);
        await AuditAsync("key.issued", issued.Party, issued.Record.Id);
        return issued;
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
        var entry = new AuditEntry(time.GetUtcNow(), action, Actor, Details: details) { Origin = ClientOrigin.Current };
        return audit.AppendAsync(entry, CancellationToken.None);
    }
}
