using FaceAuth.Store.Protection;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Integrity;

/// <summary>Makes a store's database as the versions before authenticators left it.</summary>
internal static class OldDatabase
{
    public static async Task MakeAsync(SqliteStore store)
    {
        using var key = store.Get<MasterKeySource>().Get("the tests' own", mayMake: false);
        var check = key.OldCheck();
        await store.QueryAsync(async context =>
        {
            await context.Templates.ExecuteUpdateAsync(set => set.SetProperty(t => t.Authenticator, Array.Empty<byte>()));
            await context.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.Authenticator, Array.Empty<byte>()));
            await context.Audit.ExecuteUpdateAsync(set => set.SetProperty(a => a.Authenticator, Array.Empty<byte>()));
            return await context.Info.ExecuteUpdateAsync(set => set.SetProperty(info => info.KeyCheck, check));
        });
    }
}
