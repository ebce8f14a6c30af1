using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Protection;

/// <summary>Finds the master key, makes sure that it is this database's, and opens with it what is derived from it.</summary>
internal sealed class KeyStep(
    StoreDatabase database, IStoreEngine engine, MasterKeySource source, TemplateKeys keys, RowAuthenticator authenticator,
    AddressSeal addresses, TimeProvider clock) : IStartStep
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        var key = await database.WriteAsync(context => CheckAsync(context, cancellation), cancellation);
        authenticator.Open(key);
        addresses.Open(key);
        keys.Open(key);
    }

    async Task<MasterKey> CheckAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        var info = await context.Info.SingleOrDefaultAsync(cancellation);
        var key = source.Get(engine.Location, mayMake: info is null);
        if (info is null)
        {
            context.Info.Add(new() { KeyCheck = key.Check(), CreatedAt = clock.GetUtcNow() });
            await context.SaveChangesAsync(cancellation);
        }
        else if (!CryptographicOperations.FixedTimeEquals(info.KeyCheck, key.Check())
            && !CryptographicOperations.FixedTimeEquals(info.KeyCheck, key.OldCheck()))
        {
            key.Dispose();
            throw new StoreException(
                $"The master key is not the one that the database {engine.Location} was made with. Set the right Store:MasterKey or " +
                "Store:MasterKeyFile.");
        }

        return key;
    }
}
