using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Templates;

/// <summary>Transforms anew, from their sealed originals, the templates of other generations than the current one.</summary>
/// <remarks>
/// How a transform whose key or matrix leaked is retired without enrolling anybody again. Goes on where a crash stopped it, and never
/// back: a command that lacks the server's setting would take every template from under it.
/// </remarks>
internal sealed class TransformRenewal(
    StoreDatabase database, TemplateKeys keys, TemplateSeal seal, AlteredRows altered, ILogger<TransformRenewal> logger) : IStartStep
{
    // rows of one transaction: about 1 MiB of vectors
    const int Batch = 256;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var (renewed, after) = (0, Guid.Empty);
        while (true)
        {
            var forged = new List<AlteredRow>();
            var (last, count, read) = await database.WriteAsync(
                context => RenewAsync(context, after, forged, cancellation), cancellation);
            await altered.ReportAsync(forged);
            renewed += count;
            if (read < Batch) break;
            after = last;
        }

        if (renewed > 0) StoreLog.Renewed(logger, renewed, keys.Generation);
    }

    async Task<(Guid Last, int Renewed, int Read)> RenewAsync(
        FaceAuthDbContext context, Guid after, List<AlteredRow> forged, CancellationToken cancellation)
    {
        var rows = await context.Templates
            .Where(t => t.Generation != keys.Generation && t.Id > after)
            .OrderBy(t => t.Id).Take(Batch)
            .Include(t => t.Subject)
            .ToListAsync(cancellation);
        // what was altered is not renewed, which would make it good again, nor does it say which generation there is
        var sound = rows.FindAll(row => seal.Holds(FieldsOf(row)));
        forged.AddRange(rows.Except(sound).Select(row => FieldsOf(row).AsAltered()));
        if (sound.Find(row => row.Generation > keys.Generation) is { } newer)
            throw new StoreException(
                $"Templates are of transform generation {newer.Generation} and Store:TransformGeneration is {keys.Generation}. Set " +
                $"{newer.Generation} or more: a retired transform is not brought back, and a server that runs on them would find " +
                "nobody any more.");
        var renewed = sound.Count(TryRenew);
        await context.SaveChangesAsync(cancellation);
        return (rows.Count > 0 ? rows[^1].Id : after, renewed, rows.Count);
    }

    static TemplateFields FieldsOf(TemplateRow row) => TemplateFields.Of(row, row.Subject!.Owner, row.Subject.ExternalId);

    bool TryRenew(TemplateRow row)
    {
        var key = new byte[Envelope.KeyBytes];
        var vector = new float[row.Dimension];
        try
        {
            if (!keys.TryUnwrap(row.SubjectId, row.Subject!.WrappedKey, key)
                || !SealedVector.TryOpen(key, new(row.SubjectId, row.Id, row.ModelId), row.Sealed, vector))
            {
                StoreLog.Damaged(logger, row.Id);
                return false;
            }

            var renewed = new byte[row.Dimension * sizeof(float)];
            keys.Transform(row.Dimension).Apply(vector, MemoryMarshal.Cast<byte, float>(renewed.AsSpan()));
            row.Protected = renewed;
            row.Generation = keys.Generation;
            row.Authenticator = seal.Of(FieldsOf(row));
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(vector.AsSpan()));
        }
    }
}
