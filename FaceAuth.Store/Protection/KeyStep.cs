using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Protection;

/// <summary>Finds the master key, makes sure that it is this database's, and opens with it what is derived from it.</summary>
internal sealed class KeyStep(
    StoreDatabase database, IStoreEngine engine, MasterKeySource source, KeyRing ring, IEnumerable<MasterKeyTarget> targets,
    IOptions<StoreOptions> options, TimeProvider clock) : IStartStep
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        var (info, rows) = await database.ReadAsync(async context => (
            await context.Info.SingleOrDefaultAsync(cancellation), await context.KeyVersions.ToListAsync(cancellation)), cancellation);
        // outside every transaction: a program may take its time
        using var key = await source.GetAsync(engine.Location, mayMake: info is null, cancellation);
        if (info is null)
        {
            info = new() { KeyCheck = key.Check(), CreatedAt = clock.GetUtcNow() };
            StateSeal.Write(info, First, key);
            await database.WriteAsync(async context =>
            {
                context.Info.Add(info);
                return await context.SaveChangesAsync(cancellation);
            }, cancellation);
        }

        using var target = targets.FirstOrDefault() is { } wanted ? await source.GetAsync(wanted, cancellation) : null;
        new KeyOpening(engine.Location, info, rows, First).Open(ring, key, target);
    }

    /// <summary>Of a database that has none yet. What is older than the setting says is renewed by a later step.</summary>
    ProtectionState First => ProtectionState.First with { Generation = options.Value.TransformGeneration };
}
