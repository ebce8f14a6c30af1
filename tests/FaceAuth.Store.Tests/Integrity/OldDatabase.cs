using FaceAuth.Store.Protection;
using FaceAuth.Testing;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Integrity;

/// <summary>Makes a store's database one of the versions before authenticators.</summary>
internal static class OldDatabase
{
    const string LastMigration = "20261125164025_TemplateOrigin";

    /// <summary>As they left it: without the columns.</summary>
    public static async Task MakeAsync(SqliteStore store)
    {
        await ClearDatabase.ClearAsync(store.Services);
        await SetOldCheckAsync(store);
        await store.QueryAsync(async context =>
        {
            await context.Database.MigrateAsync(LastMigration);
            return true;
        });
    }

    /// <summary>As it is between the migration and the end of the first start: rows have nothing in the columns.</summary>
    public static async Task MakeMigratedAsync(SqliteStore store)
    {
        await SetOldCheckAsync(store);
        await store.QueryAsync(async context =>
        {
            await context.Templates.ExecuteUpdateAsync(set => set.SetProperty(t => t.Authenticator, Array.Empty<byte>()));
            await context.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.Authenticator, Array.Empty<byte>()));
            return await context.Audit.ExecuteUpdateAsync(set => set.SetProperty(a => a.Authenticator, Array.Empty<byte>()));
        });
    }

    static async Task SetOldCheckAsync(SqliteStore store)
    {
        using var key = await store.Get<MasterKeySource>().GetAsync("the tests' own", mayMake: false, CancellationToken.None);
        var check = key.OldCheck();
        await store.QueryAsync(context => context.Info.ExecuteUpdateAsync(set => set.SetProperty(info => info.KeyCheck, check)));
    }
}
