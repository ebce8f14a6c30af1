using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Templates;

/// <summary>Renews at a start what <see cref="StoreOptions.TransformGeneration"/> asks for.</summary>
/// <remarks>
/// Never back: the generation only rises. What was interrupted is left to <see cref="KeyFollower"/>, and while another process rotates all
/// of it to that.
/// </remarks>
internal sealed class TransformRenewal(
    StoreDatabase database, ProtectionChange change, TransformRotation rotation, KeyRing ring, TemplateSeal seal,
    IOptions<StoreOptions> options, ILogger<TransformRenewal> logger) : IStartStep
{
    // rows of a later generation looked at to find a genuine one
    const int Looked = 64;

    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var alone = await change.TryBeginAsync(cancellation);
        if (alone is null) return;

        var wanted = Math.Max(options.Value.TransformGeneration, await LatestStoredAsync(cancellation));
        if (wanted <= ring.State.Generation) return;
        await change.GoOnAsync(
            (_, _, state) => Task.FromResult(state.Generation < wanted ? state with { Generation = wanted } : null), null, cancellation);
        var renewed = 0;
        await rotation.FinishAsync(some => renewed += some, cancellation);
        ring.EndGrace();
        if (renewed > 0) StoreLog.Renewed(logger, renewed, ring.State.Generation);
    }

    /// <summary>The latest generation of a genuine template; the state of the keys may have been put back to an earlier one.</summary>
    async Task<int> LatestStoredAsync(CancellationToken cancellation)
    {
        var present = ring.State.Generation;
        var later = await database.ReadAsync(
            context => context.Templates.Where(t => t.Generation > present).OrderBy(t => t.Id).Take(Looked)
                .Select(TemplateFields.Selected).ToListAsync(cancellation), cancellation);
        return later.Where(seal.Holds).Select(row => row.Generation).DefaultIfEmpty(present).Max();
    }
}
