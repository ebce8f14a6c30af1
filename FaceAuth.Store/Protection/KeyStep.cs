using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Protection;

/// <summary>Finds the master key, makes sure that it is this database's, and opens <see cref="TemplateKeys"/> with it.</summary>
internal sealed class KeyStep(
    StoreDatabase database, IStoreEngine engine, MasterKeySource source, TemplateKeys keys, TimeProvider clock) : IStartStep
{
    public async Task RunAsync(CancellationToken cancellation) => keys.Open(await database.WriteAsync(async context =>
    {
        var info = await context.Info.SingleOrDefaultAsync(cancellation);
        var key = source.Get(engine.Location, mayMake: info is null);
        if (info is null)
        {
            context.Info.Add(new() { KeyCheck = key.Check(), CreatedAt = clock.GetUtcNow() });
            await context.SaveChangesAsync(cancellation);
        }
        else if (!CryptographicOperations.FixedTimeEquals(info.KeyCheck, key.Check()))
        {
            key.Dispose();
            throw new StoreException(
                $"The master key is not the one that the database {engine.Location} was made with. Set the right Store:MasterKey or " +
                "Store:MasterKeyFile.");
        }

        return key;
    }, cancellation));
}
