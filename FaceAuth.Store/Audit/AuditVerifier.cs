using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Checks the chains in the database, each by itself and by what the others say of it.</summary>
internal sealed class AuditVerifier(StoreDatabase database, ChainChecks checks)
{
    public Task<IReadOnlyList<AuditChainReport>> VerifyAsync(CancellationToken cancellation) =>
        database.SnapshotAsync(context => VerifyAsync(context, null, cancellation), cancellation);

    /// <summary>Checks within the caller's snapshot.</summary>
    /// <param name="context">The caller's.</param>
    /// <param name="only">Of this node only; null of all.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<IReadOnlyList<AuditChainReport>> VerifyAsync(
        FaceAuthDbContext context, string? only, CancellationToken cancellation)
    {
        var (reports, named, forks) = (new List<AuditChainReport>(), new NamedChains(), new Dictionary<string, AuditFault>());
        foreach (var node in await AuditPages.NodesAsync(context, cancellation))
        {
            if (only is not null && node != only) continue;
            using var check = checks.Of(context, node);
            await check.RunAsync(null, NamesAsync, cancellation);
            reports.Add(check.Report);
            named.Add(node, check.Last);
        }

        if (only is not null) return reports;
        for (var i = 0; i < reports.Count; i++)
            if (reports[i].Fault is null && forks.TryGetValue(reports[i].Node, out var fork)) reports[i] = reports[i] with { Fault = fork };
        named.Tell(reports);
        var loose = await context.Audit.LongCountAsync(a => a.Node == null, cancellation);
        if (loose > 0)
            reports.Add(new("", 0, 0, 0, 0, [], new(AuditFaultKind.Altered, 0, $"{loose} entries are in no chain.")));
        return reports;

        // a chain that was removed and begun anew may be as long again
        async Task NamesAsync(AuditRow entry)
        {
            foreach (var note in named.Take(entry))
            {
                var hash = await context.Audit.Where(a => a.Node == note.Node && a.Sequence == note.Entry).OrderBy(a => a.Id)
                    .Select(a => a.Hash).FirstOrDefaultAsync(cancellation);
                if (hash is not null && AuditEncoding.Hex(hash) != note.Hash)
                    forks.TryAdd(note.Node, new(
                        AuditFaultKind.Forked, note.Entry, $"{NamedChains.Where(entry)} names another entry {note.Entry} of it."));
            }
        }
    }
}
