using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Store.Copying;

/// <summary>Writes the database of a store to a file, beside servers that work on it.</summary>
/// <remarks>The file is the database as it was at one moment, of whatever version. The keys that open it are not in it.</remarks>
public static class StoreBackup
{
    /// <summary>Writes it, looks whether it is whole, and puts it in place with mode 0600; nobody has to wait meanwhile.</summary>
    /// <param name="store">Services of the store; it need not be open.</param>
    /// <param name="path">The file, which is not there yet.</param>
    /// <param name="progress">Told the pages that are written and all there are, after each four mebibytes or so.</param>
    /// <param name="cancellation">Breaks it off, and nothing is left.</param>
    /// <returns>The file's length in bytes.</returns>
    /// <exception cref="StoreException">
    /// There is no store, it is on a server with tools of its own, or the file is there already or cannot be written.
    /// </exception>
    public static async Task<long> RunAsync(
        IServiceProvider store, string path, Action<int, int> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(progress);
        var engine = store.GetRequiredService<IStoreEngine>();
        var initializer = store.GetRequiredService<StoreInitializer>();
        return await initializer.ExplainedAsync(async () =>
        {
            if (engine.OwnBackup is { } tool) throw new StoreException(tool);
            var status = await initializer.LookAsync(cancellation);
            // one of a newer version is backed up too: what is in it is not looked at
            if (status is { Absence: { } absence, Unknown.Count: 0 }) throw new StoreException(absence);
            return await engine.BackupAsync(Path.GetFullPath(path), progress, cancellation);
        });
    }
}
