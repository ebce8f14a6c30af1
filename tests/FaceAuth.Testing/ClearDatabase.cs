using FaceAuth.Store.AccountStores;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Subjects;
using FaceAuth.Store.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Testing;

/// <summary>Puts what this version seals back in clear, as earlier versions had it.</summary>
internal static class ClearDatabase
{
    const string LastMigration = "DailyFigures";

    /// <summary>With the columns that they had.</summary>
    public static async Task MakeAsync(IServiceProvider store)
    {
        await ClearAsync(store, _ => true);
        await using var context = await OpenAsync(store);
        await context.Database.MigrateAsync(LastMigration);
    }

    /// <summary>As a start leaves it that was killed: some rows are sealed, the others not yet.</summary>
    public static async Task MakeHalfAsync(IServiceProvider store)
    {
        var odd = false;
        await ClearAsync(store, _ => odd = !odd);
    }

    /// <summary>Every row of earlier versions, before a migration further down.</summary>
    public static Task ClearAsync(IServiceProvider store) => ClearAsync(store, _ => true);

    /// <summary>As versions were whose API keys, consents and accounts had no authenticators: nothing says that they have.</summary>
    public static Task ForgetKeysAsync(IServiceProvider store) => SayAsync(store, 0);

    /// <summary>As <see cref="ForgetKeysAsync"/>, of versions whose sign-ins and accounts' faces alone had none.</summary>
    public static Task ForgetSignInsAsync(IServiceProvider store) => SayAsync(store, StateSeal.KeysAuthenticated);

    static async Task SayAsync(IServiceProvider store, int authenticated)
    {
        await using var context = await OpenAsync(store);
        var info = await context.Info.AsTracking().SingleAsync();
        info.Authenticated = authenticated;
        StateSeal.Write(info, StateSeal.Read(info), store.GetRequiredService<KeyRing>().Current.Secret);
        await context.SaveChangesAsync();
    }

    static async Task ClearAsync(IServiceProvider store, Func<Guid, bool> which)
    {
        await using var context = await OpenAsync(store);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        foreach (var row in await context.Subjects.Include(s => s.Templates).OrderBy(s => s.Id).ToListAsync())
            if (which(row.Id)) Clear(store, row);
        foreach (var user in await context.Users.OrderBy(u => u.Id).ToListAsync())
        {
            if (!which(user.Id)) continue;
            var seal = store.GetRequiredService<AccountSeal>();
            (user.ClearName, user.ClearEmail) = (seal.Name(user), seal.Email(user));
            (user.NormalizedUserName, user.NormalizedEmail) = (user.ClearName!.ToUpperInvariant(), user.ClearEmail?.ToUpperInvariant());
            (user.SealedName, user.SealedEmail) = (null, null);
        }

        foreach (var session in await context.Sessions.Where(s => s.SealedVerdict != null).OrderBy(s => s.Id).ToListAsync())
        {
            if (!which(session.Id)) continue;
            var verdict = store.GetRequiredService<PersonalSeal>().TryOpen(PersonalKind.Verdict, session.Id, session.SealedVerdict);
            (session.ClearVerdict, session.SealedVerdict) = (verdict, null);
        }

        (await context.Info.SingleAsync()).PersonalSealedAt = null;
        await context.SaveChangesAsync();
        await ForgetKeysAsync(store);
    }

    static Task<FaceAuthDbContext> OpenAsync(IServiceProvider store) =>
        store.GetRequiredService<IDbContextFactory<FaceAuthDbContext>>().CreateDbContextAsync();

    static void Clear(IServiceProvider store, SubjectRow row)
    {
        var name = store.GetRequiredService<NameSeal>().TryOpen(
            new(row.Id, row.Owner, row.NameHash, row.SealedName, row.WrappedKey, row.CreatedAt, 0, null))!;
        foreach (var template in row.Templates)
        {
            using var fields = TemplateSeal.Write(
                TemplateFields.Of(template, row.Owner, null), System.Text.Encoding.UTF8.GetBytes(name));
            template.Authenticator = store.GetRequiredService<RowAuthenticator>().Of(RowKind.Template, fields);
        }

        (row.ClearName, row.NameHash, row.SealedName) = (name, null, null);
    }
}
