using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Protection;

/// <summary>Finds the master key, makes sure that it is this database's, and opens with it what is derived from it.</summary>
internal sealed class KeyStep(
    StoreDatabase database, IStoreEngine engine, MasterKeySource source, KeyRing ring, IEnumerable<MasterKeyTarget> targets,
    TimeProvider clock) : IStartStep
{
    /// <summary>Whether the master key of the settings opens the database; makes and changes nothing.</summary>
    /// <exception cref="StoreException">It does not, or there is none.</exception>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        var (info, rows) = await database.ReadAsync(async context => (
            await context.Info.SingleOrDefaultAsync(cancellation), await context.KeyVersions.ToListAsync(cancellation)), cancellation);
        if (info is null) return;
        using var key = await source.GetAsync(engine.Location, mayMake: false, cancellation);
        using var opened = new KeyRing(clock);
        new KeyOpening(engine.Location, info, rows).Open(opened, key, target: null);
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        var (info, rows) = await database.ReadAsync(async context => (
            await context.Info.SingleOrDefaultAsync(cancellation), await context.KeyVersions.ToListAsync(cancellation)), cancellation);
        // outside every transaction: a program may take its time
        using var key = await source.GetAsync(engine.Location, mayMake: info is null, cancellation);
        if (info is null)
        {
            info = new() { KeyCheck = key.Check(), CreatedAt = clock.GetUtcNow(), Authenticated = StateSeal.AllAuthenticated };
            StateSeal.Write(info, ProtectionState.First, key);
            await database.WriteAsync(async context =>
            {
                context.Info.Add(info);
                return await context.SaveChangesAsync(cancellation);
            }, cancellation);
        }

        // none is made here: a store that does not open is rotated to nothing
        using var target = targets.FirstOrDefault() is { } wanted ? await source.FindAsync(wanted, cancellation) : null;
        new KeyOpening(engine.Location, info, rows).Open(ring, key, target);
    }
}
