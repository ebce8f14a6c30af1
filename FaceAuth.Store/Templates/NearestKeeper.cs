using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Search;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Templates;

/// <summary>Makes the search indexes anew after a rotation has begun, and drops those of the old transform when it is over.</summary>
/// <remarks>On whichever node comes first. What it fails at is tried again.</remarks>
internal sealed class NearestKeeper(
    INearestIndexes indexes, INearestRows nearest, KeyRing ring, ILogger<NearestKeeper> logger) : BackgroundService
{
    /// <summary>Memory to build one in, beside whatever else the server does.</summary>
    const int MemoryMiB = 512;

    static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    string? _said;

    /// <summary>Once: each model that has an index under another transform than the present one.</summary>
    internal async Task RenewAsync(CancellationToken cancellation)
    {
        var there = await indexes.ListAsync(cancellation);
        foreach (var model in there.Where(index => index.Model != "" && !index.IsPresent).Select(index => index.Model).Distinct())
            if (await indexes.BuildAsync(model, MemoryMiB, (_, _) => { }, cancellation)) StoreLog.IndexRenewed(logger, model);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!nearest.IsOffered) return;
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    if (ring.IsOpen) await RenewAsync(stoppingToken);
                    _said = null;
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    // the first of a row: searches go on without the index
                    if (fault.Message != _said) StoreLog.IndexNotRenewed(logger, fault.Message);
                    _said = fault.Message;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the host ends
        }
    }
}
