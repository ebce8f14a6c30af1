using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Protection;

/// <summary>Keeps this process's keys those of the database, which another process may rotate.</summary>
/// <remarks>
/// A transaction that writes holds the state shared and reads it, so that nothing is written under a key that was replaced before; who
/// replaces one holds it alone. Who reads learns of a new key from the first row that has it, and from <see cref="KeyFollower"/>.
/// </remarks>
internal sealed class KeyFence : IWriteFence
{
    const string Name = "keys";

    readonly IDbContextFactory<FaceAuthDbContext> _contexts;
    readonly IStoreEngine _engine;
    readonly KeyRing _ring;
    volatile string? _problem;

    public KeyFence(IDbContextFactory<FaceAuthDbContext> contexts, IStoreEngine engine, KeyRing ring)
    {
        (_contexts, _engine, _ring) = (contexts, engine, ring);
        ring.RefreshBy(Refresh);
    }

    /// <summary>Why this process cannot go on with the database's keys; null while it can.</summary>
    public string? Problem => _problem;

    public async Task EnterAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        // while the store is being opened the start-up lock keeps the others out
        if (!_ring.IsRecorded) return;
        await _engine.HoldAsync(context, Name, shared: true, cancellation);
        var info = await context.Info.AsNoTracking().SingleAsync(cancellation);
        if (StateSeal.Read(info) == _ring.State) return;
        Follow(info, await context.KeyVersions.AsNoTracking().ToListAsync(cancellation));
    }

    /// <summary>Holds the state alone, in a transaction that changes it.</summary>
    public Task EnterAloneAsync(FaceAuthDbContext context, CancellationToken cancellation) =>
        _engine.HoldAsync(context, Name, shared: false, cancellation);

    /// <summary>Whether a master key is the one that a start needs now.</summary>
    public bool IsPresent(MasterKey key)
    {
        using var context = _contexts.CreateDbContext();
        var check = key.Check();
        return context.Info.AsNoTracking().Any(info => info.KeyCheck == check);
    }

    /// <summary>Looks what the database says now; answers whether that was new.</summary>
    /// <exception cref="StoreException">It cannot be read, or this process cannot go on with it.</exception>
    public bool Refresh()
    {
        if (!_ring.IsRecorded) return false;
        try
        {
            using var context = _contexts.CreateDbContext();
            var info = context.Info.AsNoTracking().Single();
            if (StateSeal.Read(info) == _ring.State)
            {
                _ring.DropRetired();
                return false;
            }

            Follow(info, context.KeyVersions.AsNoTracking().ToList());
            return true;
        }
        catch (Exception fault) when (_engine.Explain(fault) is { } explained)
        {
            throw explained;
        }
    }

    void Follow(StoreInfoRow info, List<KeyVersionRow> rows)
    {
        try
        {
            var (before, now) = (_ring.State, StateSeal.Read(info));
            if (!now.IsNoOlderThan(before))
                throw new StoreException(
                    $"The state of the keys in {_engine.Location} was put back to an earlier one while this server ran. Find out who can " +
                    "write to the database; after a restored backup, restart every server.");
            var added = new List<RootKey>();
            var root = _ring.Current.Secret;
            for (var version = before.KeyVersion + 1; version <= now.KeyVersion; version++)
            {
                var row = rows.Find(row => row.Version == version);
                root = (row?.HandedOver is { } wrapped ? root.TryUnwrap(wrapped, version, isHandover: true) : null)
                    ?? throw new StoreException(
                        $"The master key of {_engine.Location} was rotated, and the new key was not handed over to this server. Restart " +
                        "it with the new one (Store:MasterKeyFile, Store:MasterKeyCommand or Store:MasterKey).");
                added.Add(new(version, root));
            }

            if (!StateSeal.Holds(info, root))
                throw new StoreException(
                    $"The state of the keys in {_engine.Location} was altered from outside. Find out who can write to the database and " +
                    "restore it from a backup.");
            _ring.Follow(now, added);
            _problem = null;
        }
        catch (StoreException fault)
        {
            _problem = fault.Message;
            throw;
        }
    }
}
