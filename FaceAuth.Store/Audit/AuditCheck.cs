using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Audit;

/// <inheritdoc/>
/// <remarks>
/// Two places a chain: behind the one comes what is new, and the other goes from the beginning to the end again and again, so that
/// an entry that is altered long after it was checked is found too. Chains take turns.
/// </remarks>
internal sealed class AuditCheck(
    StoreDatabase database, ChainChecks checks, AuditPoints points, ChainFaults faults, ILogger<AuditCheck> logger) : IAuditCheck
{
    /// <summary>The action of the entry that says so.</summary>
    public const string Altered = "audit.chain_altered";

    /// <summary>Entries of one snapshot, after which it is kept how far it came.</summary>
    const int Piece = 10_000;

    /// <summary>Chains that are told of at once: whoever makes up many fills no disk with it.</summary>
    const int MostFaults = 1000;

    public ValueTask<AuditCheckReport> CheckAsync(Action<int> moved, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(moved);
        return CheckAsync(moved, Piece, IAuditCheck.MostEntries, cancellation);
    }

    /// <summary>The same in pieces of another size.</summary>
    internal async ValueTask<AuditCheckReport> CheckAsync(
        Action<int> moved, int piece, int most, CancellationToken cancellation)
    {
        var (nodes, loose) = await database.ReadAsync(async context => (
            (await AuditPages.NodesAsync(context, cancellation)).Union(await AuditPoints.Nodes(context).ToListAsync(cancellation)).ToList(),
            await context.Audit.AnyAsync(a => a.Node == null, cancellation)), cancellation);
        var found = new Dictionary<string, AuditFault>();
        if (loose) await TellAsync("", new(AuditFaultKind.Altered, 0, "There are entries in no chain."), found, cancellation);
        var left = most;
        var isWhole = await TurnsAsync(again: false);
        await TurnsAsync(again: true);
        return new(most - left, nodes.Count, isWhole, found);

        // whether each chain was walked to its end, or to where it is broken
        async Task<bool> TurnsAsync(bool again)
        {
            for (var open = nodes; open.Count > 0;)
            {
                var next = new List<string>();
                foreach (var node in open)
                {
                    if (left == 0) return false;
                    cancellation.ThrowIfCancellationRequested();
                    var (count, isOver) = await PieceAsync(node, again, Math.Min(piece, left), found, cancellation);
                    left -= count;
                    moved(count);
                    if (!isOver) next.Add(node);
                }

                open = next;
            }

            return true;
        }
    }

    /// <summary>How many entries held, and whether the chain ends there or is broken.</summary>
    async Task<(int Count, bool IsOver)> PieceAsync(
        string node, bool again, int most, Dictionary<string, AuditFault> found, CancellationToken cancellation)
    {
        var point = await points.FindAsync(node, cancellation);
        var walked = await database.SnapshotAsync(
            context => WalkAsync(context, node, again, point, most, cancellation), cancellation);
        if (walked.Fault is { } fault) await TellAsync(node, fault, found, cancellation);
        foreach (var (other, told) in walked.Others) await TellAsync(other, told, found, cancellation);
        if (!again) (point.Sequence, point.Hash) = (walked.Last, walked.Hash);
        else if (walked.IsEnd) (point.AgainSequence, point.AgainHash) = (0, AuditEncoding.Start);
        else (point.AgainSequence, point.AgainHash) = (walked.Last, walked.Hash);
        await points.SaveAsync(point, cancellation);
        return (walked.Count, walked.IsEnd || walked.Fault is not null);
    }

    async Task<Walked> WalkAsync(
        FaceAuthDbContext context, string node, bool again, AuditPointRow point, int most, CancellationToken cancellation)
    {
        using var check = checks.Of(context, node);
        var (count, others) = (0, new Dictionary<string, AuditFault>());
        var (after, hash) = again ? (point.AgainSequence, point.AgainHash) : (point.Sequence, point.Hash);
        var isEnd = await check.GoOnAsync(after, hash, most, async entry =>
        {
            count++;
            foreach (var note in ChainNotes.Read(entry))
                if (!others.ContainsKey(note.Node) && await FaultOfAsync(context, note, entry, cancellation) is { } fault)
                    others[note.Node] = fault;
        }, cancellation);
        return new(count, check.Last, check.Hash, isEnd, check.Fault, others);
    }

    /// <summary>What is wrong with a chain by what another says of it.</summary>
    static async Task<AuditFault?> FaultOfAsync(
        FaceAuthDbContext context, ChainNote note, AuditRow entry, CancellationToken cancellation)
    {
        var hash = await context.Audit.Where(a => a.Node == note.Node && a.Sequence == note.Entry).OrderBy(a => a.Id)
            .Select(a => a.Hash).FirstOrDefaultAsync(cancellation);
        var where = NamedChains.Where(entry);
        if (hash is not null)
            return AuditEncoding.Hex(hash) == note.Hash ? null
                : new(AuditFaultKind.Forked, note.Entry, $"{where} names another entry {note.Entry} of it.");
        var last = await context.Audit.Where(a => a.Node == note.Node).MaxAsync(a => (long?)a.Sequence, cancellation)
            ?? (await AuditPages.AnchorAsync(context, note.Node, cancellation))?.Sequence;
        return last is null ? new(AuditFaultKind.Missing, 1, $"{where} names entry {note.Entry} of this chain, of which nothing is there.")
            : last >= note.Entry ? null   // trimmed; or taken out, which its own chain tells
            : new(AuditFaultKind.Truncated, last.Value + 1, $"{where} names its entry {note.Entry}; the last that is there is {last}.");
    }

    async Task TellAsync(string node, AuditFault fault, Dictionary<string, AuditFault> found, CancellationToken cancellation)
    {
        if (found.Count >= MostFaults || !found.TryAdd(AuditNode.Shown(node), fault)) return;
        await faults.TellAsync(node, fault, Altered, cancellation);
        StoreLog.ChainAltered(logger, AuditNode.Shown(node), fault.Sequence, fault.Words);
    }

    sealed record Walked(
        int Count, long Last, byte[] Hash, bool IsEnd, AuditFault? Fault, IReadOnlyDictionary<string, AuditFault> Others);
}
