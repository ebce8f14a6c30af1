using System.Text;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.AccountStores;

/// <inheritdoc/>
internal sealed class PasswordAttempts(StoreDatabase database, AddressSeal seal, HeldAccounts accounts, TimeProvider clock)
    : IPasswordAttempts
{
    /// <summary>After so long without an attempt a place is not known any more, and what was counted is forgotten.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    const string Elsewhere = "";

    public async ValueTask<bool> TryBeginAsync(
        Guid userId, string? place, Func<int, TimeSpan> delay, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delay);
        var hash = HashOf(userId, place);
        return await database.WriteAsync(async context =>
        {
            await HoldAsync(context, userId, cancellation);
            var now = clock.GetUtcNow();
            var rows = await context.PasswordAttempts.AsTracking()
                .Where(a => a.UserId == userId && (a.Place == hash || a.Place == Elsewhere)).ToListAsync(cancellation);
            // a known place before all others
            var row = rows.Find(a => a.Place != Elsewhere && now - a.TriedAt < Kept) ?? rows.Find(a => a.Place == Elsewhere);
            if (row is null) context.PasswordAttempts.Add(row = new() { UserId = userId, Place = Elsewhere });
            else if (now - row.TriedAt >= Kept) (row.Wrong, row.NextAt) = (0, default);
            if (now < row.NextAt) return false;
            row.Wrong++;
            (row.TriedAt, row.NextAt) = (now, now + delay(row.Wrong));
            await context.SaveChangesAsync(cancellation);
            return true;
        }, cancellation);
    }

    public async ValueTask HandleRightAsync(Guid userId, string? place, CancellationToken cancellation)
    {
        var hash = HashOf(userId, place);
        await database.WriteAsync(async context =>
        {
            await HoldAsync(context, userId, cancellation);
            var now = clock.GetUtcNow();
            var rows = await context.PasswordAttempts.AsTracking().Where(a => a.UserId == userId).ToListAsync(cancellation);
            var row = rows.Find(a => a.Place == hash);
            // who signs in from somewhere new has ended the row of wrong ones there; a known place says nothing about the others
            if (rows.Find(a => a.Place == Elsewhere) is { } elsewhere && (row is null || now - row.TriedAt >= Kept))
                context.PasswordAttempts.Remove(elsewhere);
            if (row is null && hash != Elsewhere)
            {
                var known = rows.Where(a => a.Place != Elsewhere).OrderByDescending(a => a.TriedAt);
                context.PasswordAttempts.RemoveRange(known.Skip(Limits.PlacesPerUser - 1));
                context.PasswordAttempts.Add(row = new() { UserId = userId, Place = hash });
            }

            if (row is not null && hash != Elsewhere) (row.Wrong, row.NextAt, row.TriedAt) = (0, default, now);
            else if (row is not null) context.PasswordAttempts.Remove(row);
            return await context.SaveChangesAsync(cancellation);
        }, cancellation);
    }

    public async ValueTask<AccountChange> ForgetAsync(
        Guid userId, CancellationToken cancellation, AccountRole reach = AccountRole.Admin) => await database.WriteAsync(async context =>
        {
            var (change, user) = await accounts.HeldAsync(context, userId, cancellation, reach, shared: true);
            if (user is not null) await context.PasswordAttempts.Where(a => a.UserId == userId).ExecuteDeleteAsync(cancellation);
            return change;
        }, cancellation);

    Task HoldAsync(FaceAuthDbContext context, Guid userId, CancellationToken cancellation) =>
        database.HoldAsync(context, $"password:{userId}", cancellation);

    /// <summary>Bound to the account, so that what is stored does not tell who signs in from the same place.</summary>
    string HashOf(Guid userId, string? place)
    {
        if (place is null) return Elsewhere;
        var hash = seal.HashOf(Encoding.UTF8.GetBytes($"{userId}\n{place}"));
        return Convert.ToHexString(hash.AsSpan(0, Limits.Place / 2));
    }
}
