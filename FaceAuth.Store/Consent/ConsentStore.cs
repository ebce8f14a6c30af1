using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Consent;

/// <inheritdoc/>
internal sealed class ConsentStore(StoreDatabase database) : IConsentStore
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
            context.Consents.Add(new()
            {
                Id = Guid.CreateVersion7(consent.GivenAt),
                SubjectId = consent.SubjectId,
                Version = consent.Version,
                Language = consent.Language,
                GivenAt = consent.GivenAt,
                By = consent.By,
                SessionId = consent.SessionId,
            });
            return await context.SaveChangesAsync(cancellation);
        }, cancellation);
    }

    public async ValueTask<IReadOnlyList<ConsentRecord>> ListAsync(Guid subjectId, int count, CancellationToken cancellation)
    {
        Check.Count(count, Limits.ListCount);
        return await database.ReadAsync(
            context => context.Consents.Where(c => c.SubjectId == subjectId).OrderByDescending(c => c.GivenAt).ThenByDescending(c => c.Id)
                .Take(count).Select(c => new ConsentRecord(c.SubjectId, c.Version, c.Language, c.GivenAt, c.By, c.SessionId))
                .ToListAsync(cancellation),
            cancellation);
    }
}
