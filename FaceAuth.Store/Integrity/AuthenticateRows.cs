using System.Security.Cryptography;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Sessions;
using FaceAuth.Store.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Integrity;

/// <summary>Gives rows of versions that had no authenticators theirs, once.</summary>
/// <remarks>
/// A template is taken only where its sealed original opens and, transformed, is the vector that is compared. For the rest of a row what
/// the database says is believed this one time. That it was is said by the key's check value, which only the master key makes: setting a
/// row's authenticator to nothing brings this step not back. Goes on where a crash stopped it.
/// </remarks>
internal sealed class AuthenticateRows(
    StoreDatabase database, OldTemplate template, TemplateSeal templates, SessionSeal sessions, AuditSeal audit, AlteredRows altered,
    KeyRing ring, ILogger<AuthenticateRows> logger) : IStartStep
{
    // rows of one transaction: about 1 MiB of vectors
    const int Batch = 256;

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (ring.IsRecorded) return;
        var done = ring.Current.Secret.StatelessCheck();
        var check = await database.ReadAsync(
            context => context.Info.Select(info => info.KeyCheck).SingleAsync(cancellation), cancellation);
        if (CryptographicOperations.FixedTimeEquals(check, done)) return;

        var (ofTemplates, ofSessions, ofAudit) = (
            await TemplatesAsync(cancellation), await SessionsAsync(cancellation), await AuditAsync(cancellation));
        await database.UpdateAsync(
            context => context.Info.ExecuteUpdateAsync(set => set.SetProperty(info => info.KeyCheck, done), cancellation),
            cancellation);
        if (ofTemplates + ofSessions + ofAudit > 0) StoreLog.Authenticated(logger, ofTemplates, ofSessions, ofAudit);
    }

    async Task<int> TemplatesAsync(CancellationToken cancellation)
    {
        var (done, after) = (0, Guid.Empty);
        while (true)
        {
            var forged = new List<AlteredRow>();
            var rows = await database.WriteAsync(async context =>
            {
                var rows = await context.Templates.Where(t => t.Authenticator.Length == 0 && t.Id > after)
                    .OrderBy(t => t.Id).Take(Batch).Include(t => t.Subject).ToListAsync(cancellation);
                foreach (var row in rows)
                {
                    var fields = TemplateFields.Of(row, row.Subject!.Owner, row.Subject.NameHash);
                    if (template.IsGenuine(row)) row.Authenticator = templates.Of(fields);
                    else forged.Add(fields.AsAltered());
                }

                await context.SaveChangesAsync(cancellation);
                return rows;
            }, cancellation);
            await altered.ReportAsync(forged);
            done += rows.Count - forged.Count;
            if (rows.Count < Batch) return done;
            after = rows[^1].Id;
        }
    }

    async Task<int> SessionsAsync(CancellationToken cancellation)
    {
        for (var done = 0; ;)
        {
            var count = await database.WriteAsync(async context =>
            {
                var rows = await context.Sessions.Where(s => s.Authenticator.Length == 0).Take(Batch).ToListAsync(cancellation);
                foreach (var row in rows) row.Authenticator = sessions.Of(row);
                await context.SaveChangesAsync(cancellation);
                return rows.Count;
            }, cancellation);
            done += count;
            if (count < Batch) return done;
        }
    }

    async Task<int> AuditAsync(CancellationToken cancellation)
    {
        for (var done = 0; ;)
        {
            var count = await database.WriteAsync(async context =>
            {
                var rows = await context.Audit.Where(a => a.Authenticator.Length == 0).Take(Batch).ToListAsync(cancellation);
                foreach (var row in rows) row.Authenticator = audit.Of(row);
                await context.SaveChangesAsync(cancellation);
                return rows.Count;
            }, cancellation);
            done += count;
            if (count < Batch) return done;
        }
    }
}
