using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Subjects;

/// <inheritdoc/>
internal sealed class FaceErasures(StoreDatabase database) : IFaceErasures
{
    const string UserOwner = "user:";

    public async ValueTask<FaceErasure?> FindAsync(Guid userId, CancellationToken cancellation) =>
        await database.ReadAsync(
            context => context.Users.Where(u => u.Id == userId && u.ErasedSubject != null)
                .Select(u => new FaceErasure(u.ErasedSubject!.Value, u.MayEnrolUntil)).SingleOrDefaultAsync(cancellation), cancellation);

    public async ValueTask LetEnrolAsync(Guid userId, DateTimeOffset until, CancellationToken cancellation) =>
        await database.UpdateAsync(
            context => context.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(
                set => set.SetProperty(u => u.MayEnrolUntil, (DateTimeOffset?)until.ToUniversalTime()), cancellation), cancellation);

    /// <summary>A subject with templates is being erased, in the same transaction; nothing where it is not a user's own.</summary>
    public static async Task MarkAsync(FaceAuthDbContext context, string owner, Guid subjectId, CancellationToken cancellation)
    {
        if (!owner.StartsWith(UserOwner, StringComparison.Ordinal) || !Guid.TryParse(owner.AsSpan(UserOwner.Length), out var user)) return;
        await context.Users.Where(u => u.Id == user).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.ErasedSubject, (Guid?)subjectId).SetProperty(u => u.MayEnrolUntil, (DateTimeOffset?)null),
            cancellation);
    }
}
