using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Idempotency;

/// <inheritdoc/>
internal sealed class KeptAnswers(StoreDatabase database, PersonalSeal seal, TimeProvider clock) : IKeptAnswers
{
    /// <summary>How long an answer is kept.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>What is still being answered after so long was left by a node that died.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Answers of one caller that are kept.</summary>
    const int KeptPerOwner = 20_000;

    /// <summary>How many begin between two counts of a caller's answers.</summary>
    const int CountEvery = 256;

    const int IdBytes = 16;

    int _begun;

    public async ValueTask<AnswerBeginning> BeginAsync(string owner, string key, string request, CancellationToken cancellation)
    {
        Check.Name(owner, Limits.Owner);
        Check.Name(key, Limits.IdempotencyKey);
        var id = new Guid(seal.Hash(PersonalKind.Answer, key, owner).AsSpan(0, IdBytes), bigEndian: true);
        var asked = seal.Hash(PersonalKind.Answer, request, "request");
        if (Interlocked.Increment(ref _begun) % CountEvery == 0) await TrimAsync(owner, cancellation);
        return await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, $"answer:{id:N}", cancellation);
            var now = clock.GetUtcNow();
            var row = await context.KeptAnswers.SingleOrDefaultAsync(a => a.Id == id, cancellation);
            if (row is not null && row.BegunAt > now - Lifetime && (row.SealedAnswer is not null || row.BegunAt > now - Longest))
            {
                if (row.Owner != owner || !CryptographicOperations.FixedTimeEquals(row.Request, asked))
                    return Answer(AnswerState.Other, row);
                if (row.SealedAnswer is null) return Answer(AnswerState.InFlight, row);
                // one that was altered is none, and the request is answered anew
                if (seal.TryOpen(PersonalKind.Answer, id, row.SealedAnswer, Bound(row)) is { } answer)
                    return Answer(AnswerState.Kept, row, answer);
            }

            if (row is null) context.KeptAnswers.Add(row = new() { Id = id });
            (row.Owner, row.Request, row.SealedAnswer, row.BegunAt) = (owner, asked, null, now);
            await context.SaveChangesAsync(cancellation);
            return Answer(AnswerState.Begun, row);
        }, cancellation);
    }

    public async ValueTask CompleteAsync(AnswerBeginning begun, string answer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(begun);
        Check.Bytes(answer, Limits.AnswerBytes);
        await database.WriteAsync(async context =>
        {
            var row = await context.KeptAnswers.SingleOrDefaultAsync(
                a => a.Id == begun.Id && a.BegunAt == begun.BegunAt && a.SealedAnswer == null, cancellation);
            if (row is null) return false;
            row.SealedAnswer = seal.Seal(PersonalKind.Answer, row.Id, answer, Bound(row));
            await context.SaveChangesAsync(cancellation);
            return true;
        }, cancellation);
    }

    public async ValueTask ForgetAsync(AnswerBeginning begun, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(begun);
        await database.UpdateAsync(
            context => context.KeptAnswers.Where(a => a.Id == begun.Id && a.BegunAt == begun.BegunAt && a.SealedAnswer == null)
                .ExecuteDeleteAsync(cancellation), cancellation);
    }

    async Task TrimAsync(string owner, CancellationToken cancellation)
    {
        var over = await database.ReadAsync(
            context => context.KeptAnswers.Where(a => a.Owner == owner).OrderByDescending(a => a.BegunAt).Skip(KeptPerOwner)
                .Select(a => (DateTimeOffset?)a.BegunAt).FirstOrDefaultAsync(cancellation), cancellation);
        if (over is { } last)
            await database.UpdateAsync(
                context => context.KeptAnswers.Where(a => a.Owner == owner && a.BegunAt <= last).ExecuteDeleteAsync(cancellation),
                cancellation);
    }

    static AnswerBeginning Answer(AnswerState state, KeptAnswerRow row, string? answer = null) => new(state, row.Id, row.BegunAt, answer);

    static string Bound(KeptAnswerRow row) => $"{row.Owner}\n{Convert.ToHexString(row.Request)}\n{row.BegunAt.UtcTicks}";
}
