using System.Security.Cryptography;
using System.Text;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.AccountStores;

/// <inheritdoc/>
internal sealed class UsedQuestions(StoreDatabase database, TimeProvider clock) : IUsedQuestions
{
    /// <summary>Of one owner, until they run out: nobody answers more in that time.</summary>
    internal const int MostOfOwner = 100;

    /// <summary>Of those that anybody may answer.</summary>
    internal const int MostOfAnybody = 20_000;

    // rows forgotten at one call, so that no other write waits for long
    const int Batch = 100;

    const int IdBytes = 16;

    public async ValueTask<bool> TryUseAsync(string question, string owner, DateTimeOffset until, CancellationToken cancellation)
    {
        Check.Name(question, Limits.Question);
        ArgumentNullException.ThrowIfNull(owner);
        if (owner.Length > 0) Check.Name(owner, Limits.Owner);
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(question)).AsSpan(0, IdBytes), bigEndian: true);
        var most = owner.Length == 0 ? MostOfAnybody : MostOfOwner;
        return await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, $"question:{id:N}", cancellation);
            if (await context.UsedQuestions.AnyAsync(q => q.Id == id, cancellation)) return false;
            var now = clock.GetUtcNow();
            var old = await context.UsedQuestions.Where(q => q.Owner == owner && q.ExpiresAt <= now).OrderBy(q => q.ExpiresAt)
                .Take(Batch).Select(q => q.Id).ToListAsync(cancellation);
            if (old.Count > 0) await context.UsedQuestions.Where(q => old.Contains(q.Id)).ExecuteDeleteAsync(cancellation);
            if (await context.UsedQuestions.CountAsync(q => q.Owner == owner && q.ExpiresAt > now, cancellation) >= most) return false;
            context.UsedQuestions.Add(new() { Id = id, Owner = owner, ExpiresAt = until });
            await context.SaveChangesAsync(cancellation);
            return true;
        }, cancellation);
    }
}
