using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.AccountStores;

/// <inheritdoc/>
internal sealed class SignInStore(StoreDatabase database, PersonalSeal seal, TimeProvider clock) : ISignInStore
{
    public async ValueTask<SignIn> BeginAsync(Guid userId, string? client, SignInTerms terms, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (client is not null) Check.Name(client, Limits.UserAgent);
        return await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, $"signins:{userId}", cancellation);
            var now = clock.GetUtcNow();
            var surplus = await context.SignIns.Where(s => s.UserId == userId).OrderByDescending(s => s.UsedAt)
                .Select(s => s.Id).Skip(Limits.SignInsPerUser - 1).Take(Limits.ListCount).ToListAsync(cancellation);
            if (surplus.Count > 0) await context.SignIns.Where(s => surplus.Contains(s.Id)).ExecuteDeleteAsync(cancellation);
            var id = Guid.CreateVersion7(now);
            var row = new SignInRow
            {
                Id = id,
                UserId = userId,
                Generation = 1,
                SealedClient = client is null ? null : seal.Seal(PersonalKind.Client, id, client),
                CreatedAt = now,
                UsedAt = now,
                ExpiresAt = now + (terms.Idle < terms.Longest ? terms.Idle : terms.Longest),
            };
            context.SignIns.Add(row);
            await context.SaveChangesAsync(cancellation);
            return new SignIn(row.Id, userId, row.Generation, client, now, now, row.ExpiresAt);
        }, cancellation);
    }

    public async ValueTask<(SignInUse Use, SignIn? SignIn)> RotateAsync(
        Guid id, int generation, SignInTerms terms, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return await database.WriteAsync(async context =>
        {
            var now = clock.GetUtcNow();
            var first = now - terms.Longest;   // what was begun before has had its longest time
            var row = await context.SignIns.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellation);
            if (row is null || row.ExpiresAt <= now || row.CreatedAt <= first) return (SignInUse.Unknown, (SignIn?)null);
            var (idle, longest) = (now + terms.Idle, row.CreatedAt + terms.Longest);
            var expires = idle < longest ? idle : longest;
            // one UPDATE with its condition inside: whoever changes the row has won, on any number of threads or nodes
            var isRotated = await context.SignIns.Where(s => s.Id == id && s.Generation == generation).ExecuteUpdateAsync(set => set
                .SetProperty(s => s.Generation, generation + 1)
                .SetProperty(s => s.UsedAt, now)
                .SetProperty(s => s.ExpiresAt, expires), cancellation) == 1;
            if (await context.SignIns.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellation) is not { } changed)
                return (SignInUse.Unknown, null);
            var latest = ViewOf(changed);
            if (isRotated) return (SignInUse.Rotated, latest);
            if (latest.Generation == generation + 1 && now - latest.UsedAt <= terms.Grace) return (SignInUse.Repeated, latest);
            await context.SignIns.Where(s => s.Id == id).ExecuteDeleteAsync(cancellation);
            return (SignInUse.Reused, latest);
        }, cancellation);
    }

    public async ValueTask<IReadOnlyList<SignIn>> ListAsync(Guid userId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var rows = await database.ReadAsync(
            context => context.SignIns.Where(s => s.UserId == userId && s.ExpiresAt > now).OrderByDescending(s => s.UsedAt)
                .Take(Limits.SignInsPerUser).ToListAsync(cancellation), cancellation);
        return rows.ConvertAll(ViewOf);
    }

    public async ValueTask<bool> EndAsync(Guid userId, Guid id, CancellationToken cancellation) =>
        await database.UpdateAsync(
            context => context.SignIns.Where(s => s.Id == id && s.UserId == userId).ExecuteDeleteAsync(cancellation), cancellation) == 1;

    public async ValueTask<int> EndAllAsync(Guid userId, CancellationToken cancellation) =>
        await database.UpdateAsync(
            context => context.SignIns.Where(s => s.UserId == userId).ExecuteDeleteAsync(cancellation), cancellation);

    // a client that was altered in the database is told to nobody
    SignIn ViewOf(SignInRow row) => new(
        row.Id, row.UserId, row.Generation, seal.TryOpen(PersonalKind.Client, row.Id, row.SealedClient), row.CreatedAt, row.UsedAt,
        row.ExpiresAt);
}
