using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Webhooks;

/// <summary>Turns off the webhooks of a relying party that has no good key left: nobody could look at them or end them.</summary>
internal static class KeylessParties
{
    const string Prefix = "rp:";

    /// <summary>Turns off all of a party's webhooks, in this transaction, where it has no good key; answers which.</summary>
    /// <remarks>Its keys are held by the caller, or were looked at by a delivery: a key that is issued later turns nothing on.</remarks>
    public static async Task<IReadOnlyList<Guid>> StopAsync(
        FaceAuthDbContext context, Guid party, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await context.ApiKeys.AnyAsync(k => k.PartyId == party && (k.ExpiresAt == null || k.ExpiresAt > now), cancellation)) return [];
        var owner = $"{Prefix}{party}";
        var mine = context.Webhooks.Where(w => w.Owner == owner && w.State == WebhookState.Enabled);
        var ids = await mine.Select(w => w.Id).ToListAsync(cancellation);
        if (ids.Count > 0)
            await mine.ExecuteUpdateAsync(set => set.SetProperty(w => w.State, WebhookState.Disabled), cancellation);
        return ids;
    }

    /// <summary>The relying party of an owner's name that there is; null for none.</summary>
    public static async Task<Guid?> FindAsync(FaceAuthDbContext context, string owner, CancellationToken cancellation) =>
        owner.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParse(owner.AsSpan(Prefix.Length), out var party)
            && await context.RelyingParties.AnyAsync(p => p.Id == party, cancellation) ? party : null;
}
