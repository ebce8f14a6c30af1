using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Testing;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Integrity;

/// <summary>Makes a store's database one of an earlier version, as that version left it, on either engine.</summary>
internal static class EarlierSchema
{
    /// <summary>Every one there was before this version's, latest first.</summary>
    public static Task<List<string>> AllAsync(StoreUnderTest store) =>
        store.QueryAsync(context => Task.FromResult(context.Database.GetMigrations().SkipLast(1).Reverse().ToList()));

    public static Task MakeAsync(StoreUnderTest store, string migration) => store.QueryAsync(async context =>
    {
        var all = context.Database.GetMigrations().ToList();
        bool IsBefore(string name) => all.IndexOf(migration) < all.FindIndex(known => known.EndsWith("_" + name, StringComparison.Ordinal));

        using var key = await store.Get<MasterKeySource>().GetAsync("the tests' own", mayMake: false, CancellationToken.None);
        var check = IsBefore("RowAuthenticators") ? key.OldCheck() : IsBefore("KeyVersions") ? key.StatelessCheck() : key.Check();
        await context.Info.ExecuteUpdateAsync(set => set.SetProperty(info => info.KeyCheck, check));
        if (IsBefore("SignInAuthenticators")) await ClearDatabase.ForgetSignInsAsync(store.Services);
        if (IsBefore("KeyAndConsentAuthenticators")) await ClearDatabase.ForgetKeysAsync(store.Services);
        if (IsBefore("SealedNames")) await ClearDatabase.ClearAsync(store.Services);
        if (IsBefore("AuditChain")) await UnchainAsync(store, context);
        await context.Database.MigrateAsync(migration);
        return true;
    });

    static async Task UnchainAsync(StoreUnderTest store, FaceAuthDbContext context)
    {
        var seal = store.Get<AuditSeal>();
        foreach (var row in await context.Audit.AsTracking().ToListAsync())
        {
            row.Node = null;
            row.Authenticator = seal.Of(row);
        }

        await context.SaveChangesAsync();
    }
}
