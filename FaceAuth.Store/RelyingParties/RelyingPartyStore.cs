using System.Security.Cryptography;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.RelyingParties;

/// <inheritdoc/>
internal sealed class RelyingPartyStore(
    StoreDatabase database, ApiKeySeal seal, AlteredRows altered, AuditWriter audit, StoreMetrics metrics, TimeProvider clock)
    : IRelyingPartyStore
{
    /// <summary>How often the use of a key is written down at most.</summary>
    static readonly TimeSpan UseStep = TimeSpan.FromMinutes(1);

    public async ValueTask<IssuedKey> IssueKeyAsync(string name, CancellationToken cancellation, KeyTerms? terms)
    {
        Check.Name(name, Limits.PartyName);
        var scopes = ScopesOf(terms);
        var apiKey = ApiKey.Make();
        var hash = new byte[ApiKey.HashBytes];
        ApiKey.TryHash(apiKey, hash);
        var now = clock.GetUtcNow();

        return await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, "party:" + name, cancellation);
            var row = await context.RelyingParties.SingleOrDefaultAsync(p => p.Name == name, cancellation);
            if (row is null) context.RelyingParties.Add(row = new() { Id = Guid.CreateVersion7(now), Name = name, CreatedAt = now });
            else if (await context.ApiKeys.CountAsync(k => k.PartyId == row.Id, cancellation) >= Limits.KeysPerParty)
                throw new InvalidOperationException($"{name} holds {Limits.KeysPerParty} keys. Revoke them before issuing another.");
            var key = new ApiKeyRow
            {
                Id = Guid.CreateVersion7(now),
                PartyId = row.Id,
                Prefix = ApiKey.Prefix(hash),
                Hash = hash,
                CreatedAt = now,
                Scopes = scopes,
                ExpiresAt = terms?.ExpiresAt?.ToUniversalTime(),
            };
            // in the transaction, which holds the key that it is made with
            key.Authenticator = seal.Of(key, row.Name);
            context.ApiKeys.Add(key);
            await context.SaveChangesAsync(cancellation);
            return new IssuedKey(new(row.Id, row.Name, row.CreatedAt), apiKey, RecordOf(key));
        }, cancellation);
    }

    public async ValueTask<KeyHolder?> AuthenticateAsync(string apiKey, CancellationToken cancellation)
    {
        var hash = new byte[ApiKey.HashBytes];
        if (!ApiKey.TryHash(apiKey, hash)) return null;

        var (prefix, now) = (ApiKey.Prefix(hash), clock.GetUtcNow());
        var candidates = await database.ReadAsync(context => context.ApiKeys
            .Where(k => k.Prefix == prefix)
            .Select(k => new { Row = k, Party = new RelyingParty(k.Party!.Id, k.Party.Name, k.Party.CreatedAt) })
            .ToListAsync(cancellation), cancellation);
        var found = candidates.Find(candidate => CryptographicOperations.FixedTimeEquals(candidate.Row.Hash, hash));
        if (found is null) return null;
        if (!seal.Holds(found.Row, found.Party.Name))
        {
            await altered.ReportAsync([ApiKeySeal.AsAltered(found.Row)]);
            return null;
        }

        if (found.Row.ExpiresAt <= now) return null;
        if (found.Row.LastUsedAt is not { } last || now - last >= UseStep) await MarkUsedAsync(found.Row.Id, now, cancellation);
        return new(found.Party, found.Row.Scopes?.Split(' '), found.Row.Id);
    }

    public async ValueTask<bool> HasKeyAsync(Guid partyId, Guid keyId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var rows = await database.ReadAsync(
            context => context.ApiKeys.Where(k => k.Id == keyId && k.PartyId == partyId && (k.ExpiresAt == null || k.ExpiresAt > now))
                .Include(k => k.Party).ToListAsync(cancellation),
            cancellation);
        return (await SoundAsync(rows)).Count > 0;
    }

    public async ValueTask<bool> HasKeyAsync(Guid partyId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var rows = await database.ReadAsync(
            context => context.ApiKeys.Where(k => k.PartyId == partyId && (k.ExpiresAt == null || k.ExpiresAt > now))
                .Include(k => k.Party).Take(Limits.ListCount).ToListAsync(cancellation), cancellation);
        return (await SoundAsync(rows)).Count > 0;
    }

    // nobody has a name with a NUL, and not every engine can be asked for it
    public async ValueTask<RelyingParty?> FindAsync(string name, CancellationToken cancellation) =>
        name.Contains('\0', StringComparison.Ordinal) ? null : await database.ReadAsync(
            context => context.RelyingParties.Where(p => p.Name == name).Select(p => new RelyingParty(p.Id, p.Name, p.CreatedAt))
                .SingleOrDefaultAsync(cancellation),
            cancellation);

    public async ValueTask<RelyingParty?> FindAsync(Guid id, CancellationToken cancellation) => await database.ReadAsync(
        context => context.RelyingParties.Where(p => p.Id == id).Select(p => new RelyingParty(p.Id, p.Name, p.CreatedAt))
            .SingleOrDefaultAsync(cancellation),
        cancellation);

    public async ValueTask<RelyingPartyPage> ListAsync(Guid? after, int count, CancellationToken cancellation)
    {
        Check.Count(count, Limits.ListCount);
        var rows = await database.ReadAsync(
            context => context.RelyingParties.Where(p => after == null || p.Id > after).OrderBy(p => p.Id).Take(count + 1)
                .Select(p => new { Party = new RelyingParty(p.Id, p.Name, p.CreatedAt), Keys = p.Keys.Count }).ToListAsync(cancellation),
            cancellation);
        var isLast = rows.Count <= count;
        if (!isLast) rows.RemoveAt(count);
        return new(rows.ConvertAll(row => (row.Party, row.Keys)), isLast ? null : rows[^1].Party.Id);
    }

    public async ValueTask<IReadOnlyList<KeyRecord>?> ListKeysAsync(string name, CancellationToken cancellation)
    {
        if (await FindAsync(name, cancellation) is not { } party) return null;
        var rows = await database.ReadAsync(
            context => context.ApiKeys.Where(k => k.PartyId == party.Id).OrderBy(k => k.CreatedAt).ThenBy(k => k.Id)
                .Include(k => k.Party).Take(Limits.ListCount).ToListAsync(cancellation), cancellation);
        return (await SoundAsync(rows)).ConvertAll(RecordOf);
    }

    public async ValueTask<bool> RevokeKeyAsync(string name, Guid keyId, CancellationToken cancellation) =>
        await FindAsync(name, cancellation) is { } party && await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, "party:" + name, cancellation);
            var keys = context.ApiKeys.Where(k => k.Id == keyId && k.PartyId == party.Id);
            if (await keys.ExecuteDeleteAsync(cancellation) == 0) return false;
            await StopWebhooksAsync(context, party.Id, cancellation);
            return true;
        }, cancellation);

    public async ValueTask<bool> RevokeAsync(string name, CancellationToken cancellation) =>
        await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, "party:" + name, cancellation);
            if (await context.RelyingParties.SingleOrDefaultAsync(p => p.Name == name, cancellation) is not { } row) return false;
            await context.ApiKeys.Where(k => k.PartyId == row.Id).ExecuteDeleteAsync(cancellation);
            await StopWebhooksAsync(context, row.Id, cancellation);
            return true;
        }, cancellation);

    /// <summary>With its last good key a relying party's webhooks are turned off, in the same transaction.</summary>
    async Task StopWebhooksAsync(FaceAuthDbContext context, Guid party, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var stopped = await KeylessParties.StopAsync(context, party, now, cancellation);
        await audit.AppendAsync(context, stopped.Select(id => WebhookOutbox.Disabled(id, "no_key", now)), cancellation);
        foreach (var _ in stopped) metrics.WebhookDisabled();
    }

    /// <summary>A request of the same minute on another node may have written it already, and then nothing is written.</summary>
    async Task MarkUsedAsync(Guid keyId, DateTimeOffset now, CancellationToken cancellation)
    {
        var before = now - UseStep;
        try
        {
            await database.UpdateAsync(
                context => context.ApiKeys.Where(k => k.Id == keyId && (k.LastUsedAt == null || k.LastUsedAt <= before))
                    .ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, (DateTimeOffset?)now), cancellation), cancellation);
        }
        catch (StoreException)
        {
            // a store that can be read and not written still knows who calls; what they want to write is refused there
        }
    }

    /// <summary>Those that this store issued; the others are reported.</summary>
    async Task<List<ApiKeyRow>> SoundAsync(List<ApiKeyRow> rows)
    {
        var sound = rows.FindAll(row => seal.Holds(row, row.Party!.Name));
        await altered.ReportAsync([.. rows.Except(sound).Select(ApiKeySeal.AsAltered)]);
        return sound;
    }

    static KeyRecord RecordOf(ApiKeyRow row) =>
        new(row.Id, row.CreatedAt, row.Scopes?.Split(' '), row.ExpiresAt, row.LastUsedAt);

    static string? ScopesOf(KeyTerms? terms)
    {
        if (terms?.Scopes is not { } scopes) return null;
        if (scopes.Count == 0 || scopes.Any(scope => !KeyScopes.All.Contains(scope)))
            throw new ArgumentException($"A key's scopes are some of {string.Join(", ", KeyScopes.All)}.", nameof(terms));
        return string.Join(' ', scopes.Distinct().Order(StringComparer.Ordinal));
    }
}
