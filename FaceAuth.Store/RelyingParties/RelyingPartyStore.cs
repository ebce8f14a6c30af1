using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.RelyingParties;

/// <inheritdoc/>
internal sealed class RelyingPartyStore(StoreDatabase database, TimeProvider clock) : IRelyingPartyStore
{
    public async ValueTask<(RelyingParty Party, string ApiKey)> IssueKeyAsync(string name, CancellationToken cancellation)
    {
        Check.Name(name, Limits.PartyName);
        var apiKey = ApiKey.Make();
        var hash = new byte[ApiKey.HashBytes];
        ApiKey.TryHash(apiKey, hash);
        var now = clock.GetUtcNow();

        var party = await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, "party:" + name, cancellation);
            var row = await context.RelyingParties.SingleOrDefaultAsync(p => p.Name == name, cancellation);
            if (row is null) context.RelyingParties.Add(row = new() { Id = Guid.CreateVersion7(now), Name = name, CreatedAt = now });
            else if (await context.ApiKeys.CountAsync(k => k.PartyId == row.Id, cancellation) >= Limits.KeysPerParty)
                throw new InvalidOperationException($"{name} holds {Limits.KeysPerParty} keys. Revoke them before issuing another.");
            context.ApiKeys.Add(new()
            {
                Id = Guid.CreateVersion7(now),
                PartyId = row.Id,
                Prefix = ApiKey.Prefix(hash),
                Hash = hash,
                CreatedAt = now,
            });
            await context.SaveChangesAsync(cancellation);
            return new RelyingParty(row.Id, row.Name, row.CreatedAt);
        }, cancellation);
        return (party, apiKey);
    }

    public async ValueTask<RelyingParty?> AuthenticateAsync(string apiKey, CancellationToken cancellation)
    {
        var hash = new byte[ApiKey.HashBytes];
        if (!ApiKey.TryHash(apiKey, hash)) return null;

        var prefix = ApiKey.Prefix(hash);
        var candidates = await database.ReadAsync(context => context.ApiKeys
            .Where(k => k.Prefix == prefix)
            .Select(k => new { k.Hash, Party = new RelyingParty(k.Party!.Id, k.Party.Name, k.Party.CreatedAt) })
            .ToListAsync(cancellation), cancellation);
        return candidates.Find(candidate => CryptographicOperations.FixedTimeEquals(candidate.Hash, hash))?.Party;
    }

    public async ValueTask<bool> HasKeyAsync(Guid partyId, CancellationToken cancellation) =>
        await database.ReadAsync(context => context.ApiKeys.AnyAsync(k => k.PartyId == partyId, cancellation), cancellation);

    // nobody has a name with a NUL, and not every engine can be asked for it
    public async ValueTask<RelyingParty?> FindAsync(string name, CancellationToken cancellation) =>
        name.Contains('\0', StringComparison.Ordinal) ? null : await database.ReadAsync(
            context => context.RelyingParties.Where(p => p.Name == name).Select(p => new RelyingParty(p.Id, p.Name, p.CreatedAt))
                .SingleOrDefaultAsync(cancellation),
            cancellation);

    public async ValueTask<bool> RevokeAsync(string name, CancellationToken cancellation) =>
        await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, "party:" + name, cancellation);
            if (await context.RelyingParties.SingleOrDefaultAsync(p => p.Name == name, cancellation) is not { } row) return false;
            await context.ApiKeys.Where(k => k.PartyId == row.Id).ExecuteDeleteAsync(cancellation);
            return true;
        }, cancellation);
}
