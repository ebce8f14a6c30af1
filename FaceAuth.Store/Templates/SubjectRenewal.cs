using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Templates;

/// <summary>Brings subjects under the present keys: wraps their keys anew and transforms their templates from sealed originals.</summary>
/// <remarks>
/// A subject and its templates in one transaction, under the lock that every writer of them takes. What was altered is not renewed, which
/// would make it good again.
/// </remarks>
internal sealed class SubjectRenewal(
    StoreDatabase database, TemplateKeys keys, TemplateSeal seal, RenewalBatches batches, ILogger<SubjectRenewal> logger) : ISubjectRows
{
    /// <summary>Subjects looked at in one query.</summary>
    const int Page = 1024;

    /// <summary>Subjects of one transaction, so that nobody waits for long.</summary>
    const int Batch = 32;

    public string Name => "subjects";

    public async Task RenewAsync(Action<int> moved, CancellationToken cancellation)
    {
        var pace = new Pace();
        for (var after = Guid.Empty; ;)
        {
            var (last, read, old) = await OldAsync(after, cancellation);
            await batches.RunAsync(
                old, Batch, (context, batch, forged) => RenewAsync(context, batch, forged, cancellation), moved, pace, cancellation);
            if (read < Page) return;
            after = last;
        }
    }

    /// <summary>Of the next subjects those with something that is not of the present keys.</summary>
    Task<(Guid Last, int Read, List<Guid> Old)> OldAsync(Guid after, CancellationToken cancellation) => database.ReadAsync(async context =>
    {
        var generation = keys.Current.Generation;
        var page = await context.Subjects.Where(s => s.Id > after).OrderBy(s => s.Id).Take(Page)
            .Select(s => new { s.Id, s.WrappedKey, IsOld = s.Templates.Any(t => t.Generation != generation) })
            .ToListAsync(cancellation);
        var old = page.Where(s => s.IsOld || !keys.IsPresent(s.WrappedKey)).Select(s => s.Id).ToList();
        return (page.Count > 0 ? page[^1].Id : after, page.Count, old);
    }, cancellation);

    async Task<int> RenewAsync(FaceAuthDbContext context, Guid[] ids, List<AlteredRow> forged, CancellationToken cancellation)
    {
        await database.HoldSubjectsAsync(context, ids, cancellation);
        var subjects = await context.Subjects.Where(s => ids.Contains(s.Id)).Include(s => s.Templates).ToListAsync(cancellation);
        var renewed = subjects.Count(subject => Renew(subject, forged));
        await context.SaveChangesAsync(cancellation);
        return renewed;
    }

    /// <summary>Whether anything of it was changed.</summary>
    bool Renew(SubjectRow subject, List<AlteredRow> forged)
    {
        Span<byte> key = stackalloc byte[Envelope.KeyBytes];
        try
        {
            var opens = keys.TryUnwrap(subject.Id, subject.WrappedKey, key);
            var isChanged = false;
            foreach (var row in subject.Templates)
            {
                var fields = TemplateFields.Of(row, subject.Owner, subject.NameHash);
                if (!seal.Holds(fields)) forged.Add(fields.AsAltered());
                else if (fields.Transform != keys.Current) isChanged |= opens && TryTransform(subject, key, row);
                else continue;
                if (!opens) StoreLog.Damaged(logger, row.Id);
            }

            if (!opens || keys.IsPresent(subject.WrappedKey)) return isChanged;
            subject.WrappedKey = keys.Wrap(subject.Id, key);
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    bool TryTransform(SubjectRow subject, ReadOnlySpan<byte> key, TemplateRow row)
    {
        var vector = new float[row.Dimension];
        try
        {
            if (!SealedVector.TryOpen(key, new(subject.Id, row.Id, row.ModelId), row.Sealed, vector))
            {
                StoreLog.Damaged(logger, row.Id);
                return false;
            }

            var renewed = new byte[row.Dimension * sizeof(float)];
            keys.Transform(keys.Current, row.Dimension).Apply(vector, MemoryMarshal.Cast<byte, float>(renewed.AsSpan()));
            row.Protected = renewed;
            row.Generation = keys.Current.Generation;
            row.Authenticator = seal.Of(TemplateFields.Of(row, subject.Owner, subject.NameHash));
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(vector.AsSpan()));
        }
    }
}
