using FaceAuth.Store.Accounts;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.AccountStores;

/// <inheritdoc/>
internal sealed class AccountDirectory(
    StoreDatabase database, AccountSeal seal, Passkeys passkeys, AlteredRows altered, TimeProvider clock) : IAccountDirectory
{
    public async ValueTask<AccountRecord?> FindAsync(Guid id, CancellationToken cancellation)
    {
        var user = await database.ReadAsync(context => context.Users.SingleOrDefaultAsync(u => u.Id == id, cancellation), cancellation);
        if (user is null) return null;
        if (seal.Holds(user)) return ViewOf(user);
        await altered.ReportAsync([AccountSeal.AsAltered(user)]);
        return null;
    }

    public async ValueTask<AccountPage> ListAsync(
        Guid? after, int count, CancellationToken cancellation, AccountRole? role = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Limits.ListCount);
        var users = await database.ReadAsync(
            context => context.Users.Where(u => (after == null || u.Id > after) && (role == null || u.Role == role))
                .OrderBy(u => u.Id).Take(count + 1).ToListAsync(cancellation), cancellation);
        var isLast = users.Count <= count;
        if (!isLast) users.RemoveAt(count);
        var sound = users.Where(seal.Holds).ToList();
        if (sound.Count < users.Count) await altered.ReportAsync([.. users.Except(sound).Select(AccountSeal.AsAltered)]);
        return new(sound.ConvertAll(ViewOf), isLast ? null : users[^1].Id);
    }

    public async ValueTask<IReadOnlyList<Guid>> ClosedAmongAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count == 0) return [];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, Limits.ListCount);
        var open = await database.ReadAsync(
            context => context.Users.Where(u => ids.Contains(u.Id) && u.DisabledAt == null).ToListAsync(cancellation), cancellation);
        var forged = open.FindAll(user => !seal.Holds(user));
        await altered.ReportAsync(forged.ConvertAll(AccountSeal.AsAltered));
        return [.. ids.Except(open.Except(forged).Select(user => user.Id))];
    }

    public ValueTask<AccountChange> SetRoleAsync(
        Guid id, AccountRole role, CancellationToken cancellation, bool evenLastAdmin = false) => ChangeAsync(
        id, evenLastAdmin || role == AccountRole.Admin, (_, user) => user.Role = role, _ => false, cancellation);

    public ValueTask<AccountChange> SetDisabledAsync(
        Guid id, bool isDisabled, CancellationToken cancellation, bool evenLastAdmin = false, AccountRole reach = AccountRole.Admin) =>
        ChangeAsync(
            id, evenLastAdmin || !isDisabled, (_, user) => user.DisabledAt = isDisabled ? user.DisabledAt ?? clock.GetUtcNow() : null,
            // what was begun while it was disabled is none of who may sign in again
            user => isDisabled || user.DisabledAt is not null, cancellation, reach);

    public ValueTask<AccountChange> RemoveAsync(Guid id, CancellationToken cancellation, bool evenLastAdmin = false) => ChangeAsync(
        id, evenLastAdmin, (context, user) => context.Users.Remove(user), _ => false, cancellation);

    async ValueTask<AccountChange> ChangeAsync(
        Guid id, bool mayLeaveNone, Action<FaceAuthDbContext, FaceAuthUser> change, Func<FaceAuthUser, bool> endsSignIns,
        CancellationToken cancellation, AccountRole reach = AccountRole.Admin)
    {
        FaceAuthUser? forged = null;
        var done = await database.WriteAsync(async context =>
        {
            forged = null;
            // of two admins who remove each other at the same time one stays
            await database.HoldAsync(context, "accounts", cancellation);
            // nobody signs in, or makes a link, by what the account was
            await database.HoldAccountAsync(context, id, cancellation);
            var user = await context.Users.AsTracking().SingleOrDefaultAsync(u => u.Id == id, cancellation);
            if (user is null) return AccountChange.Unknown;
            if (!seal.Holds(user))
            {
                forged = user;
                return AccountChange.Unknown;
            }

            if (user.Role > reach) return AccountChange.OutOfReach;
            if (!mayLeaveNone && IsAdmin(user) && await CanSignInAsync(context, user, cancellation)
                && !await HasOtherAdminAsync(context, id, cancellation)) return AccountChange.LastAdmin;
            if (endsSignIns(user))
            {
                user.SecurityStamp = NewStamp();
                await context.SignIns.Where(s => s.UserId == id).ExecuteDeleteAsync(cancellation);
            }

            // made for what the account was then: whoever has it shall not have what it is now
            await context.PasswordResets.Where(r => r.UserId == id).ExecuteDeleteAsync(cancellation);
            user.ConcurrencyStamp = NewStamp();
            change(context, user);
            seal.Seal(user);
            await context.SaveChangesAsync(cancellation);
            return AccountChange.Done;
        }, cancellation);
        if (forged is not null) await altered.ReportAsync([AccountSeal.AsAltered(forged)]);
        return done;
    }

    async Task<bool> HasOtherAdminAsync(FaceAuthDbContext context, Guid id, CancellationToken cancellation)
    {
        var admins = context.Users.AsNoTracking().Where(u => u.Role == AccountRole.Admin && u.DisabledAt == null && u.Id != id);
        var passwordless = new List<FaceAuthUser>();
        await foreach (var other in admins.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (!seal.Holds(other)) continue;
            if (other.PasswordHash is not null) return true;
            passwordless.Add(other);
        }

        // only then: one connection reads one thing at a time
        foreach (var other in passwordless)
            if (await CanSignInAsync(context, other, cancellation)) return true;
        return false;
    }

    /// <summary>An account that was made without a password has nothing to sign in with until its link was used.</summary>
    async Task<bool> CanSignInAsync(FaceAuthDbContext context, FaceAuthUser user, CancellationToken cancellation) =>
        user.PasswordHash is not null || await passkeys.HasAnyAsync(context, user.Id, cancellation);

    static bool IsAdmin(FaceAuthUser user) => user is { Role: AccountRole.Admin, DisabledAt: null };

    static string NewStamp() => Guid.NewGuid().ToString("N");

    AccountRecord ViewOf(FaceAuthUser user) => new(user.Id, seal.Name(user)!, user.Role, user.CreatedAt, user.DisabledAt);
}
