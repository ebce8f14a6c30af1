using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Consent;

/// <inheritdoc/>
internal sealed class ConsentStore(StoreDatabase database, ConsentSeal seal, AlteredRows altered) : IConsentStore
{
    public async ValueTask AddAsync(ConsentRecord consent, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(consent);
        Check.Name(consent.Version, Limits.ConsentVersion);
        if (consent.Language is not null) Check.Name(consent.Language, Limits.Language, 2);
        Check.Name(consent.By, Limits.Owner);
        await database.WriteAsync(async context =>
        {
            await database.HoldSubjectsAsync(context, [consent.SubjectId], cancellation, shared: true);
            if (!await context.Subjects.AnyAsync(s => s.Id == consent.SubjectId, cancellation))
                throw new SubjectNotFoundException(consent.SubjectId);
            var row = new ConsentRow
            {
                Id = Guid.CreateVersion7(consent.GivenAt),
                SubjectId = consent.SubjectId,
                Version = consent.Version,
                Language = consent.Language,
                GivenAt = consent.GivenAt,
                By = consent.By,
                SessionId = consent.SessionId,
            };
            // in the transaction, which holds the key that it is made with
            row.Authenticator = seal.Of(row);
            context.Consents.Add(row);
            return await context.SaveChangesAsync(cancellation);
        }, cancellation);
    }

    public async ValueTask<bool> AnyAsync(CancellationToken cancellation) =>
        await database.ReadAsync(context => context.Consents.AnyAsync(cancellation), cancellation);

    public async ValueTask<IReadOnlyList<ConsentRecord>> ListAsync(Guid subjectId, int count, CancellationToken cancellation)
    {
        Check.Count(count, Limits.ListCount);
        var rows = await database.ReadAsync(
            context => context.Consents.Where(c => c.SubjectId == subjectId).OrderByDescending(c => c.GivenAt).ThenByDescending(c => c.Id)
                .Take(count).ToListAsync(cancellation), cancellation);
        return await SoundAsync(rows);
    }

    public async ValueTask<ConsentPage> PageAsync(Guid subjectId, Guid? before, int count, CancellationToken cancellation)
    {
        Check.Count(count, Limits.ListCount);
        var rows = await database.ReadAsync(
            context => context.Consents.Where(c => c.SubjectId == subjectId && (before == null || c.Id < before))
                .OrderByDescending(c => c.Id).Take(count + 1).ToListAsync(cancellation), cancellation);
        var isLast = rows.Count <= count;
        if (!isLast) rows.RemoveAt(count);
        return new(await SoundAsync(rows), isLast ? null : rows[^1].Id);
    }

    /// <summary>Those that this store wrote down; the others are reported.</summary>
    async Task<List<ConsentRecord>> SoundAsync(List<ConsentRow> rows)
    {
        var sound = rows.FindAll(seal.Holds);
        await altered.ReportAsync([.. rows.Except(sound).Select(ConsentSeal.AsAltered)]);
        return sound.ConvertAll(c => new ConsentRecord(c.SubjectId, c.Version, c.Language, c.GivenAt, c.By, c.SessionId));
    }
}
