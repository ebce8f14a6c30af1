using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Subjects;
using FaceAuth.Store.Templates;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Integrity;

/// <summary>Puts what this version seals back in clear, as earlier versions had it.</summary>
internal static class ClearDatabase
{
    const string LastMigration = "DailyFigures";

    /// <summary>With the columns that they had.</summary>
    public static async Task MakeAsync(StoreUnderTest store)
    {
        await ClearAsync(store, _ => true);
        await store.QueryAsync(async context =>
        {
            await context.Database.MigrateAsync(LastMigration);
            return true;
        });
    }

    /// <summary>As a start leaves it that was killed: some rows are sealed, the others not yet.</summary>
    public static async Task MakeHalfAsync(StoreUnderTest store)
    {
        var odd = false;
        await ClearAsync(store, _ => odd = !odd);
    }

    /// <summary>Every row of earlier versions, before a migration further down.</summary>
    public static Task ClearAsync(StoreUnderTest store) => ClearAsync(store, _ => true);

    static Task<int> ClearAsync(StoreUnderTest store, Func<Guid, bool> which) => store.QueryAsync(async context =>
    {
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        foreach (var row in await context.Subjects.Include(s => s.Templates).OrderBy(s => s.Id).ToListAsync())
            if (which(row.Id)) Clear(store, row);
        foreach (var user in await context.Users.OrderBy(u => u.Id).ToListAsync())
        {
            if (!which(user.Id)) continue;
            var seal = store.Get<Accounts.AccountSeal>();
            (user.ClearName, user.ClearEmail) = (seal.Name(user), seal.Email(user));
            (user.NormalizedUserName, user.NormalizedEmail) = (user.ClearName!.ToUpperInvariant(), user.ClearEmail?.ToUpperInvariant());
            (user.SealedName, user.SealedEmail) = (null, null);
        }

        foreach (var session in await context.Sessions.Where(s => s.SealedVerdict != null).OrderBy(s => s.Id).ToListAsync())
        {
            if (!which(session.Id)) continue;
            var verdict = store.Get<PersonalSeal>().TryOpen(PersonalKind.Verdict, session.Id, session.SealedVerdict);
            (session.ClearVerdict, session.SealedVerdict) = (verdict, null);
        }

        (await context.Info.SingleAsync()).PersonalSealedAt = null;
        return await context.SaveChangesAsync();
    });

    static void Clear(StoreUnderTest store, SubjectRow row)
    {
        var name = store.Get<NameSeal>().TryOpen(
            new(row.Id, row.Owner, row.NameHash, row.SealedName, row.WrappedKey, row.CreatedAt, 0, null))!;
        foreach (var template in row.Templates)
        {
            using var fields = TemplateSeal.Write(
                TemplateFields.Of(template, row.Owner, null), System.Text.Encoding.UTF8.GetBytes(name));
            template.Authenticator = store.Get<RowAuthenticator>().Of(RowKind.Template, fields);
        }

        (row.ClearName, row.NameHash, row.SealedName) = (name, null, null);
    }
}
