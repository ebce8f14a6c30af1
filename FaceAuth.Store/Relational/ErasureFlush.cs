using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Relational;

/// <summary>Follows an erasure: what was deleted is in no file any more.</summary>
/// <remarks>Where others keep the engine from doing so, that is logged and done at the next erasure or start.</remarks>
internal sealed class ErasureFlush(StoreDatabase database, IStoreEngine engine, ILogger<ErasureFlush> logger)
{
    public async Task RunAsync()
    {
        // the erasure has happened: neither a cancelled caller nor a failing flush may make it look undone
        try
        {
            if (!await database.UpdateAsync(engine.TryFlushErasedAsync, CancellationToken.None)) StoreLog.FlushBusy(logger);
        }
        catch (StoreException)
        {
            StoreLog.FlushBusy(logger);
        }
    }
}
