using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Store.Copying;

/// <summary>Copies a whole store into an empty database, of another engine or the same.</summary>
/// <remarks>
/// Rows go over as they are: both stores have the same master key. The row that says whose the database is goes last, so that nothing opens
/// a copy before it is whole and verified. A copy that was broken off goes on where it stopped.
/// </remarks>
public static class StoreCopy
{
    /// <summary>Copies, counts and verifies, row by row; while it runs nothing can be written to the source.</summary>
    /// <param name="from">Services of the store to copy; it must be of this version.</param>
    /// <param name="to">Services of the store to make.</param>
    /// <param name="progress">Told after each batch of rows, and of each table once it is verified.</param>
    /// <param name="cancellation">Breaks it off; run it again to go on.</param>
    /// <exception cref="StoreException">
    /// The source is not there or not of this version, the destination holds another store, or what was read back differs.
    /// </exception>
    public static async Task RunAsync(
        IServiceProvider from, IServiceProvider to, Action<CopyProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(progress);
        var (source, destination) = (from.GetRequiredService<StoreInitializer>(), to.GetRequiredService<StoreInitializer>());
        await CheckAsync(source, cancellation);
        var engine = from.GetRequiredService<IStoreEngine>();
        await using var alone = await engine.TryLockAsync(StoreStartup.Serving, cancellation) ?? throw new StoreException(
            $"A server works on {engine.Location}. Stop it first: what it stores and erases from now on would be missing in the copy.");
        await destination.FillAsync(async target =>
        {
            var contexts = from.GetRequiredService<IDbContextFactory<FaceAuthDbContext>>();
            await source.ExplainedAsync(async () =>
            {
                await using var context = await contexts.CreateDbContextAsync(cancellation);
                // on SQLite it keeps writers out until the end
                await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
                await CopyAsync(context, to, target, progress, cancellation);
                return true;
            });
        }, cancellation);
    }

    static async Task CheckAsync(StoreInitializer source, CancellationToken cancellation)
    {
        var status = await source.LookAsync(cancellation);
        if (status.Applied.Count == 0)
            throw new StoreException($"There is no store in {status.Location}. Name the folder of one in --from.");
        if (status.Unknown.Count > 0)
            throw new StoreException($"{status.Location} was written by a newer version. Copy it with that one.");
        if (status.Pending.Count > 0)
            throw new StoreException(
                $"{status.Location} is of an earlier version. Bring it up to date first: faceauth db migrate --Store:Directory FOLDER");
    }

    static async Task CopyAsync(
        FaceAuthDbContext source, IServiceProvider to, IStoreEngine target, Action<CopyProgress> progress, CancellationToken cancellation)
    {
        var contexts = to.GetRequiredService<IDbContextFactory<FaceAuthDbContext>>();
        var info = await source.Info.AsNoTracking().SingleOrDefaultAsync(cancellation)
            ?? throw new StoreException("The store to copy was never opened by a server. There is nothing to copy.");
        var tables = InOrder(source.Model);
        if (await HeldAsync(contexts, cancellation) is { } other)
        {
            if (!other.KeyCheck.AsSpan().SequenceEqual(info.KeyCheck))
                throw new StoreException($"{target.Location} holds another store. Name an empty database to copy to.");
            await VerifyOnlyAsync(tables, source, contexts, target, progress, cancellation);
            return;
        }

        foreach (var table in tables)
            await TableCopy.Of(table, source, contexts, progress).CopyAsync(cancellation);
        await using (var context = await contexts.CreateDbContextAsync(cancellation)) await target.AfterCopyAsync(context, cancellation);
        foreach (var table in tables) await TableCopy.Of(table, source, contexts, progress).VerifyAsync(cancellation);

        var last = TableCopy.Of(source.Model.FindEntityType(typeof(StoreInfoRow))!, source, contexts, progress);
        await last.CopyAsync(cancellation);
        await last.VerifyAsync(cancellation);
    }

    /// <summary>Whose the destination is; null while no copy into it was finished.</summary>
    static async Task<StoreInfoRow?> HeldAsync(IDbContextFactory<FaceAuthDbContext> contexts, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Info.AsNoTracking().SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Compares with a copy that was finished, and writes nothing: who was erased there since must not come back.</summary>
    static async Task VerifyOnlyAsync(
        List<IEntityType> tables, FaceAuthDbContext source, IDbContextFactory<FaceAuthDbContext> contexts, IStoreEngine target,
        Action<CopyProgress> progress, CancellationToken cancellation)
    {
        try
        {
            foreach (var table in tables) await TableCopy.Of(table, source, contexts, progress).VerifyAsync(cancellation);
        }
        catch (StoreException fault)
        {
            throw new StoreException(
                $"{target.Location} holds a finished copy, and one of the two was used since: they differ. Nothing was written. Go on with "
                + "the copy, or name an empty database to copy to.", fault);
        }
    }

    /// <summary>Whoever is referred to before who refers to them.</summary>
    static List<IEntityType> InOrder(IModel model)
    {
        var left = StoreTables.Copied(model).ToList();
        var ordered = new List<IEntityType>();
        while (left.Count > 0)
        {
            var next = left.First(type => !type.GetForeignKeys().Any(
                key => key.PrincipalEntityType != type && left.Contains(key.PrincipalEntityType)));
            left.Remove(next);
            ordered.Add(next);
        }

        return ordered;
    }
}
