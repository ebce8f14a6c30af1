using FaceAuth.Store.Accounts;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.AccountStores;

/// <inheritdoc/>
internal sealed class SignInStore(
    StoreDatabase database, PersonalSeal personal, HeldAccounts accounts, SignInSeal seal, AlteredRows altered, TimeProvider clock)
    : ISignInStore
{
    public async ValueTask<SignIn?> BeginAsync(
        FaceAuthUser user, string? client, SignInTerms terms, CancellationToken cancellation, bool byPasskey = false)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(terms);
        if (client is not null) Check.Name(client, Limits.UserAgent);
        var (userId, stamp) = (user.Id, user.SecurityStamp);
        return await database.WriteAsync(async context =>
        {
            // whoever sets another password, or disables the account, ends the sign-ins that are there, and this one not before it is
            var (_, now) = await accounts.HeldAsync(context, userId, cancellation, shared: true);
            if (now is null || now.DisabledAt is not null || now.SecurityStamp != stamp) return null;
            return await AddAsync(context);
        }, cancellation);

        async Task<SignIn> AddAsync(FaceAuthDbContext context)
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
                SealedClient = client is null ? null : personal.Seal(PersonalKind.Client, id, client),
                CreatedAt = now,
                UsedAt = now,
                ExpiresAt = now + (terms.Idle < terms.Longest ? terms.Idle : terms.Longest),
                PasskeyAt = byPasskey ? now : null,
            };
            row.Authenticator = seal.Of(row);
            context.SignIns.Add(row);
            await context.SaveChangesAsync(cancellation);
            return ViewOf(row);
        }
    }

    public async ValueTask<(SignInUse Use, SignIn? SignIn)> RotateAsync(
        Guid id, int generation, SignInTerms terms, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(terms);
        SignInRow? forged = null;
        var rotated = await database.WriteAsync(async context =>
        {
            forged = null;
            var now = clock.GetUtcNow();
            var first = now - terms.Longest;   // what was begun before has had its longest time
            var row = await context.SignIns.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellation);
            if (row is null) return (SignInUse.Unknown, (SignIn?)null);
            if (!seal.Holds(row))
            {
                forged = row;
                return (SignInUse.Unknown, null);
            }

            if (row.ExpiresAt <= now || row.CreatedAt <= first) return (SignInUse.Unknown, null);
            var isRotated = row.Generation == generation && await RotateAsync(context, row, terms, now, cancellation);
            if (await context.SignIns.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellation) is not { } changed)
                return (SignInUse.Unknown, null);
            var latest = ViewOf(changed);
            if (isRotated) return (SignInUse.Rotated, latest);
            if (latest.Generation == generation + 1 && now - latest.UsedAt <= terms.Grace) return (SignInUse.Repeated, latest);
            await context.SignIns.Where(s => s.Id == id).ExecuteDeleteAsync(cancellation);
            return (SignInUse.Reused, latest);
        }, cancellation);
        if (forged is not null) await altered.ReportAsync([SignInSeal.AsAltered(forged)]);
        return rotated;
    }

    public async ValueTask<SignIn?> FindAsync(Guid userId, Guid id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var row = await database.ReadAsync(
            context => context.SignIns.SingleOrDefaultAsync(s => s.Id == id && s.UserId == userId && s.ExpiresAt > now, cancellation),
            cancellation);
        if (row is null) return null;
        if (seal.Holds(row)) return ViewOf(row);
        await altered.ReportAsync([SignInSeal.AsAltered(row)]);
        return null;
    }

    public async ValueTask<IReadOnlyList<SignIn>> ListAsync(Guid userId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var rows = await database.ReadAsync(
            context => context.SignIns.Where(s => s.UserId == userId && s.ExpiresAt > now).OrderByDescending(s => s.UsedAt)
                .Take(Limits.SignInsPerUser).ToListAsync(cancellation), cancellation);
        await altered.ReportAsync([.. rows.Where(row => !seal.Holds(row)).Select(SignInSeal.AsAltered)]);
        return [.. rows.Where(seal.Holds).Select(ViewOf)];
    }

    public async ValueTask<IReadOnlyDictionary<Guid, DateTimeOffset>> OldestAmongAsync(
        IReadOnlyCollection<Guid> userIds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        if (userIds.Count == 0) return new Dictionary<Guid, DateTimeOffset>();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(userIds.Count, Limits.ListCount);
        var now = clock.GetUtcNow();
        var rows = await database.ReadAsync(
            context => context.SignIns.Where(s => userIds.Contains(s.UserId) && s.ExpiresAt > now).ToListAsync(cancellation), cancellation);
        await altered.ReportAsync([.. rows.Where(row => !seal.Holds(row)).Select(SignInSeal.AsAltered)]);
        return rows.Where(seal.Holds).GroupBy(row => row.UserId).ToDictionary(of => of.Key, of => of.Min(row => row.CreatedAt));
    }

    public async ValueTask<bool> EndAsync(Guid userId, Guid id, CancellationToken cancellation) =>
        await database.UpdateAsync(
            context => context.SignIns.Where(s => s.Id == id && s.UserId == userId).ExecuteDeleteAsync(cancellation), cancellation) == 1;

    public async ValueTask<int> EndAllAsync(Guid userId, CancellationToken cancellation) =>
        await database.UpdateAsync(
            context => context.SignIns.Where(s => s.UserId == userId).ExecuteDeleteAsync(cancellation), cancellation);

    /// <summary>Whether it was this one that rotated; the row is as it was read, and holds.</summary>
    async Task<bool> RotateAsync(
        FaceAuthDbContext context, SignInRow row, SignInTerms terms, DateTimeOffset now, CancellationToken cancellation)
    {
        var (id, generation, idle, longest) = (row.Id, row.Generation, now + terms.Idle, row.CreatedAt + terms.Longest);
        (row.Generation, row.UsedAt, row.ExpiresAt) = (generation + 1, now, idle < longest ? idle : longest);
        var made = seal.Of(row);
        // one UPDATE with its condition inside: whoever changes the row has won, on any number of threads or nodes
        return await context.SignIns.Where(s => s.Id == id && s.Generation == generation).ExecuteUpdateAsync(set => set
            .SetProperty(s => s.Generation, row.Generation)
            .SetProperty(s => s.UsedAt, row.UsedAt)
            .SetProperty(s => s.ExpiresAt, row.ExpiresAt)
            .SetProperty(s => s.Authenticator, made), cancellation) == 1;
    }

    // a client that was altered in the database is told to nobody
    SignIn ViewOf(SignInRow row) => new(
        row.Id, row.UserId, row.Generation, personal.TryOpen(PersonalKind.Client, row.Id, row.SealedClient), row.CreatedAt, row.UsedAt,
        row.ExpiresAt)
    {
        PasskeyAt = row.PasskeyAt,
    };
}
