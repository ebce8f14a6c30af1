using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Protection;

/// <summary>Changes the keys' state in the database, alone, and follows it in this process.</summary>
internal sealed class ProtectionChange(StoreDatabase database, IStoreEngine engine, KeyFence fence, KeyRing ring)
{
    /// <summary>The name that a rotation holds: one at a time.</summary>
    const string Lock = "rotation";

    const int MostTries = 50;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Null while another process rotates.</summary>
    public async Task<IAsyncDisposable?> TryBeginAsync(CancellationToken cancellation)
    {
        try
        {
            return await engine.TryLockAsync(Lock, cancellation);
        }
        catch (Exception fault) when (engine.Explain(fault) is { } explained)
        {
            throw explained;
        }
    }

    /// <exception cref="StoreException">Another process rotates.</exception>
    public async Task<IAsyncDisposable> BeginAsync(CancellationToken cancellation)
    {
        // a server that starts holds it for a moment, and a server's lock outlives a killed process by one
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await TryBeginAsync(cancellation) is { } alone) return alone;
            await Task.Delay(Pause, cancellation);
        }

        throw new StoreException($"Another process rotates keys of {engine.Location}. Wait until it has ended.");
    }

    /// <summary>Goes on to the state that <paramref name="next"/> makes of the present one; null leaves it.</summary>
    /// <param name="next">Called in the transaction; may change other rows and the master key's check value.</param>
    /// <param name="root">The root key that it brings; null where it brings none.</param>
    /// <param name="cancellation">Ends it before it is done.</param>
    public async Task GoOnAsync(
        Func<FaceAuthDbContext, StoreInfoRow, ProtectionState, Task<ProtectionState?>> next, RootKey? root,
        CancellationToken cancellation)
    {
        var gone = await database.WriteAsync(async context =>
        {
            await fence.EnterAloneAsync(context, cancellation);
            var info = await context.Info.SingleAsync(cancellation);
            // what it says is written down again with a new authenticator: so it must be what this store said
            if (ring.IsRecorded && !StateSeal.Holds(info, ring.Current.Secret))
                throw new StoreException(
                    $"The state of the keys in {engine.Location} was changed by another process, or altered from outside. Try again; if it "
                    + "stays so, find out who can write to the database and restore it from a backup.");
            if (await next(context, info, StateSeal.Read(info)) is not { } state) return null;
            StateSeal.Write(info, state, (root ?? ring.Current).Secret);
            await context.SaveChangesAsync(cancellation);
            return state;
        }, cancellation);
        if (gone is not null) ring.Follow(gone, root is null ? [] : [root]);
    }
}
