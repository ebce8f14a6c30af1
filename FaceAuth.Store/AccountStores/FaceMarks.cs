using FaceAuth.Store.Accounts;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.AccountStores;

/// <inheritdoc/>
/// <remarks>
/// Every face is marked, not the erased ones alone: otherwise whoever deletes or alters its rows in the database would make the account
/// one that never had a face, and a password would put another there.
/// </remarks>
internal sealed class FaceMarks(StoreDatabase database, AccountSeal seal, HeldAccounts accounts, AlteredRows altered) : IFaceMarks
{
    const string UserOwner = "user:";

    static readonly FaceMark Unknown = new(Guid.Empty, null);

    /// <summary>The owner of a user's own face.</summary>
    public static string OwnerOf(Guid userId) => $"{UserOwner}{userId}";

    public async ValueTask<FaceMark> FindAsync(Guid userId, CancellationToken cancellation)
    {
        var user = await database.ReadAsync(
            context => context.Users.SingleOrDefaultAsync(u => u.Id == userId, cancellation), cancellation);
        if (user is null) return Unknown;
        if (seal.HoldsFace(user)) return new(user.FaceSubject, user.MayEnrolUntil);
        await altered.ReportAsync([AsAltered(userId)]);
        return Unknown;
    }

    public async ValueTask<AccountChange> LetEnrolAsync(
        Guid userId, DateTimeOffset until, CancellationToken cancellation, AccountRole reach = AccountRole.Admin)
    {
        var (change, forged) = await database.WriteAsync(async context =>
        {
            // first, as whoever erases a face does, so that no two wait for each other
            await HoldAsync(context, userId, cancellation);
            var (held, user) = await accounts.HeldAsync(context, userId, cancellation, reach);
            if (user is null) return (held, (AlteredRow?)null);
            return (held, await ChangeAsync(context, userId, one => one.MayEnrolUntil = until.ToUniversalTime(), cancellation));
        }, cancellation);
        if (forged is not null) await altered.ReportAsync([forged]);
        return change;
    }

    /// <summary>A face of a user's own is being enrolled, in the same transaction, which uses an operator's leave up.</summary>
    /// <remarks>Nothing where it is not a user's own.</remarks>
    /// <returns>What was altered, for the caller to report once it is committed.</returns>
    public Task<AlteredRow?> EnrolledAsync(FaceAuthDbContext context, string owner, Guid subjectId, CancellationToken cancellation) =>
        MarkAsync(context, owner, user => (user.FaceSubject, user.MayEnrolUntil) = (subjectId, null), cancellation);

    /// <summary>A face is being erased, as <see cref="EnrolledAsync"/>; it ends an operator's leave.</summary>
    /// <returns>What was altered, for the caller to report once it is committed.</returns>
    public Task<AlteredRow?> ErasedAsync(FaceAuthDbContext context, string owner, Guid subjectId, CancellationToken cancellation) =>
        MarkAsync(context, owner, user => (user.FaceSubject, user.MayEnrolUntil) = (subjectId, null), cancellation);

    async Task<AlteredRow?> MarkAsync(
        FaceAuthDbContext context, string owner, Action<FaceAuthUser> change, CancellationToken cancellation) =>
        owner.StartsWith(UserOwner, StringComparison.Ordinal) && Guid.TryParse(owner.AsSpan(UserOwner.Length), out var user)
            ? await ChangeAsync(context, user, change, cancellation) : null;

    async Task<AlteredRow?> ChangeAsync(
        FaceAuthDbContext context, Guid userId, Action<FaceAuthUser> change, CancellationToken cancellation)
    {
        // the authenticator covers what another writer would write meanwhile
        await HoldAsync(context, userId, cancellation);
        if (await context.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId, cancellation) is not { } user) return null;
        var holds = seal.HoldsFace(user);
        // what it said is not written down again with an authenticator that holds
        if (!holds) (user.FaceSubject, user.MayEnrolUntil) = (Guid.Empty, null);
        change(user);
        await WriteAsync(context, user, seal.OfFace(user), cancellation);
        return holds ? null : AsAltered(userId);
    }

    /// <summary>Writes what the account says of its face, and nothing else of it.</summary>
    public static Task<int> WriteAsync(
        FaceAuthDbContext context, FaceAuthUser user, byte[] authenticator, CancellationToken cancellation)
    {
        var (id, subject, until) = (user.Id, user.FaceSubject, user.MayEnrolUntil);
        return context.Users.Where(u => u.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.FaceSubject, subject).SetProperty(u => u.MayEnrolUntil, until)
                .SetProperty(u => u.FaceAuthenticator, authenticator), cancellation);
    }

    Task HoldAsync(FaceAuthDbContext context, Guid userId, CancellationToken cancellation) =>
        database.HoldAsync(context, $"face:{userId}", cancellation);

    static AlteredRow AsAltered(Guid userId) => new() { Kind = RowKind.AccountFace, RowId = userId };
}
