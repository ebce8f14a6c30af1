using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Which chains were named by others, and whether they are there and as long. Does no IO.</summary>
internal sealed class NamedChains
{
    /// <summary>Chains that are kept in mind.</summary>
    const int Most = 100_000;

    readonly Dictionary<string, (long Entry, string Where)> _named = [];
    readonly Dictionary<string, long> _last = [];

    /// <summary>Takes what an entry that holds says of others.</summary>
    public IReadOnlyList<ChainNote> Take(AuditRow entry)
    {
        var notes = ChainNotes.Read(entry);
        foreach (var note in notes)
            if ((_named.Count < Most || _named.ContainsKey(note.Node)) && _named.GetValueOrDefault(note.Node).Entry < note.Entry)
                _named[note.Node] = (note.Entry, Where(entry));
        return notes;
    }

    /// <summary>A chain that is there, and its last entry.</summary>
    public void Add(string node, long last) => _last[node] = last;

    /// <summary>Puts down what is missing, in the report of its chain or in one of its own.</summary>
    public void Tell(List<AuditChainReport> reports)
    {
        foreach (var (node, (entry, where)) in _named.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (!_last.TryGetValue(node, out var last))
                reports.Add(new(node, 0, 0, 0, 0, [], new(
                    AuditFaultKind.Missing, 1, $"{where} names entry {entry} of this chain, of which nothing is there.")));
            else if (last < entry && reports.FindIndex(report => report.Node == node) is >= 0 and var at && reports[at].Fault is null)
                reports[at] = reports[at] with
                {
                    Fault = new(AuditFaultKind.Truncated, last + 1, $"{where} names its entry {entry}; the last that is there is {last}."),
                };
        }
    }

    public static string Where(AuditRow entry) => $"Entry {entry.Sequence} of {entry.Node}";
}
