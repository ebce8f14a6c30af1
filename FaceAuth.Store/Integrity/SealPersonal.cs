using FaceAuth.Store.AccountStores;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Subjects;
using FaceAuth.Store.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Integrity;

/// <summary>Seals what versions before kept in clear: subjects' names, accounts' names and e-mail addresses, verdicts. Once.</summary>
/// <remarks>
/// Batch after batch, each in a transaction that leaves nothing of it in clear; goes on where a crash stopped it. A template's
/// authenticator, which covered the name, is made anew over its hash where it holds; one that does not stays as it is and does not hold.
/// </remarks>
internal sealed class SealPersonal(
    StoreDatabase database, NameSeal names, AccountSeal accounts, PersonalSeal personal, TemplateSeal templates, KeyRing ring,
    TimeProvider clock, ILogger<SealPersonal> logger) : IStartStep
{
    // rows of one transaction; a subject's come with its templates
    const int Batch = 256;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var sealedAt = await database.ReadAsync(
            context => context.Info.Select(info => info.PersonalSealedAt).SingleAsync(cancellation), cancellation);
        // the second is covered by the keys' state: who clears the first makes nobody believe what was then written in clear
        if (sealedAt is not null || ring.Authenticated >= StateSeal.KeysAuthenticated) return;
        var (ofSubjects, ofAccounts, ofSessions) = (
            await ManyAsync(SubjectsAsync, cancellation), await ManyAsync(AccountsAsync, cancellation),
            await ManyAsync(VerdictsAsync, cancellation));
        var now = clock.GetUtcNow();
        await database.UpdateAsync(
            context => context.Info.ExecuteUpdateAsync(
                set => set.SetProperty(info => info.PersonalSealedAt, (DateTimeOffset?)now), cancellation), cancellation);
        if (ofSubjects + ofAccounts + ofSessions > 0) StoreLog.PersonalSealed(logger, ofSubjects, ofAccounts, ofSessions);
    }

    /// <summary>Batch after batch, from the first id to the last.</summary>
    async Task<int> ManyAsync(
        Func<FaceAuthDbContext, Guid, CancellationToken, Task<(int Count, Guid Last)>> some, CancellationToken cancellation)
    {
        for (var (all, after) = (0, Guid.Empty); ;)
        {
            var (count, last) = await database.WriteAsync(async context =>
            {
                var done = await some(context, after, cancellation);
                await context.SaveChangesAsync(cancellation);
                return done;
            }, cancellation);
            all += count;
            if (count < Batch) return all;
            after = last;
        }
    }

    async Task<(int Count, Guid Last)> SubjectsAsync(FaceAuthDbContext context, Guid after, CancellationToken cancellation)
    {
        var rows = await context.Subjects.Where(s => s.NameHash == null && s.Id > after).OrderBy(s => s.Id).Take(Batch)
            .Include(s => s.Templates).ToListAsync(cancellation);
        foreach (var row in rows)
        {
            var (hash, name) = (names.HashOf(row.Owner, row.ClearName), row.ClearName);
            // a subject whose key was changed keeps the hash alone: it can still be found, and erased
            (row.NameHash, row.SealedName, row.ClearName) = (hash, names.TrySeal(row.Id, row.WrappedKey, hash, name), "");
            foreach (var template in row.Templates)
                if (templates.Renamed(TemplateFields.Of(template, row.Owner, hash), name) is { } made) template.Authenticator = made;
        }

        return (rows.Count, rows.Count > 0 ? rows[^1].Id : after);
    }

    async Task<(int Count, Guid Last)> AccountsAsync(FaceAuthDbContext context, Guid after, CancellationToken cancellation)
    {
        var rows = await context.Users.AsTracking()
            .Where(u => (u.ClearName != null || u.ClearEmail != null) && u.Id > after).OrderBy(u => u.Id).Take(Batch)
            .ToListAsync(cancellation);
        foreach (var row in rows)
        {
            (row.UserName, row.Email, row.ClearName, row.ClearEmail) = (row.ClearName, row.ClearEmail, null, null);
            if (row.NormalizedUserName is { } name) row.NormalizedUserName = accounts.HashOf(PersonalKind.UserName, name);
            if (row.NormalizedEmail is { } email) row.NormalizedEmail = accounts.HashOf(PersonalKind.Email, email);
            // versions that kept names in clear knew no roles
            (row.Role, row.DisabledAt) = (AccountRole.User, null);
            accounts.Seal(row);
        }

        return (rows.Count, rows.Count > 0 ? rows[^1].Id : after);
    }

    async Task<(int Count, Guid Last)> VerdictsAsync(FaceAuthDbContext context, Guid after, CancellationToken cancellation)
    {
        var rows = await context.Sessions.Where(s => s.ClearVerdict != null && s.Id > after).OrderBy(s => s.Id).Take(Batch)
            .ToListAsync(cancellation);
        foreach (var row in rows)
            (row.SealedVerdict, row.ClearVerdict) = (personal.Seal(PersonalKind.Verdict, row.Id, row.ClearVerdict!), null);
        return (rows.Count, rows.Count > 0 ? rows[^1].Id : after);
    }
}
