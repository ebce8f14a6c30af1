using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Protection;

/// <summary>Brings everything under a new master key, or finishes what was begun.</summary>
/// <remarks>
/// Three transactions change the state: one makes the new root key, from which on everything new is under it; one, when every row is too,
/// destroys the old one. Between them rows are moved. Killed anywhere, it goes on when it is run again.
/// </remarks>
internal sealed class MasterRotation(
    ProtectionChange change, KeyRing ring, IEnumerable<IRenewedRows> rows, StoreDatabase database, IStoreEngine engine, IAuditLog audit,
    MasterKeySource source, ErasureFlush flush, TimeProvider clock)
{
    /// <summary>Passes over all rows until one finds none to move; more would mean that somebody writes under the old key.</summary>
    const int MostPasses = 8;

    /// <summary>How long after the last row the old key still counts, so that every running server has learnt the new one.</summary>
    public static TimeSpan Settling { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Answers false where the database was of that master key already.</summary>
    /// <exception cref="StoreException">Another rotation runs or is unfinished, or the database or the key fails.</exception>
    public async Task<bool> RunAsync(
        MasterKeyTarget target, Action<string, int> moved, CancellationToken cancellation, TimeSpan? settling = null)
    {
        await using var alone = await change.BeginAsync(cancellation);
        if (!await BeginAsync(target, cancellation)) return false;
        await MoveAsync(moved, cancellation);
        if (target.HandsOver) await Task.Delay(settling ?? Settling, cancellation);
        await EndAsync(cancellation);
        await audit.AppendAsync(
            new(clock.GetUtcNow(), "keys.master_rotated", "system", Details: $$"""{"version":{{ring.State.KeyVersion}}}"""),
            CancellationToken.None);
        // the root key's wraps are in no file any more
        await flush.RunAsync();
        return true;
    }

    async Task<bool> BeginAsync(MasterKeyTarget target, CancellationToken cancellation)
    {
        if (await source.FindAsync(target, cancellation) is { } there)
            using (there) return await BeginAsync(there, target.HandsOver, cancellation);

        // before a key is made that nothing would be under
        if (ring.State.IsMovingKeys) throw Unfinished();
        using var made = source.Make(target);
        try
        {
            return await BeginAsync(made, target.HandsOver, cancellation);
        }
        catch (CommitInDoubtException fault)
        {
            throw new StoreException(
                $"{fault.Message} The new master key {target.File} is kept, for the rotation may have begun: run this again.", fault);
        }
        catch
        {
            MasterKeySource.Unmake(target);
            throw;
        }
    }

    async Task<bool> BeginAsync(MasterKey key, bool handsOver, CancellationToken cancellation)
    {
        var (info, versions) = await database.ReadAsync(async context => (
            await context.Info.SingleAsync(cancellation), await context.KeyVersions.ToListAsync(cancellation)), cancellation);
        var isNewest = (versions.MaxBy(row => row.Version)?.KeyCheck ?? info.KeyCheck).AsSpan().SequenceEqual(key.Check());
        if (ring.State.IsMovingKeys)
            return isNewest ? true : throw Unfinished();
        if (isNewest) return false;
        if (versions.Exists(row => row.KeyCheck.AsSpan().SequenceEqual(key.Check())))
            throw new StoreException("That master key was retired here before. Make a new one with: openssl rand -base64 32");

        var (version, before) = (ring.State.KeyVersion + 1, ring.Current.Secret);
        var root = new RootKey(version, MasterKey.Random());
        await change.GoOnAsync((context, row, state) =>
        {
            if (versions.Count == 0) context.KeyVersions.Add(new() { Version = 1, KeyCheck = row.KeyCheck, CreatedAt = row.CreatedAt });
            context.KeyVersions.Add(new()
            {
                Version = version,
                KeyCheck = key.Check(),
                Wrapped = root.Secret.WrapFor(key, version, isHandover: false),
                HandedOver = handsOver ? root.Secret.WrapFor(before, version, isHandover: true) : null,
                CreatedAt = clock.GetUtcNow(),
            });
            return Task.FromResult<ProtectionState?>(state with { KeyVersion = version });
        }, root, cancellation);
        return true;
    }

    async Task MoveAsync(Action<string, int> moved, CancellationToken cancellation)
    {
        for (var pass = 1; ; pass++)
        {
            var count = 0;
            foreach (var kind in rows)
                await kind.RenewAsync(some =>
                {
                    count += some;
                    moved(kind.Name, some);
                }, cancellation);
            if (count == 0) return;
            if (pass == MostPasses)
                throw new StoreException(
                    $"Something still writes to {engine.Location} under the old key: a server of another version, perhaps. Stop it and " +
                    "run this again.");
        }
    }

    Task EndAsync(CancellationToken cancellation) => change.GoOnAsync(async (context, info, state) =>
    {
        var versions = await context.KeyVersions.ToListAsync(cancellation);
        foreach (var old in versions.Where(row => row.Version < state.KeyVersion && row.RetiredAt is null))
            (old.Wrapped, old.HandedOver, old.RetiredAt) = ([], null, clock.GetUtcNow());

        var present = versions.Single(row => row.Version == state.KeyVersion);
        present.HandedOver = null;
        info.KeyCheck = present.KeyCheck;
        // under a new root key every transform is another: nothing of an older generation was left either
        return state with { OldestKeyVersion = state.KeyVersion, OldestGeneration = state.Generation };
    }, null, cancellation);

    StoreException Unfinished() =>
        new($"A rotation of {engine.Location} to another master key is not finished. Run it again with that key first.");
}
