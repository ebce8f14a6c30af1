using System.Text.Json;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Takes the lines of an export in their order and says of each chain where it breaks. Does no IO.</summary>
internal sealed class FileWalk(PublicKeys keys, bool trustsFile)
{
    /// <summary>Chains of one file.</summary>
    const int MostChains = 100_000;

    readonly List<AuditChainReport> _reports = [];
    readonly HashSet<string> _nodes = [];
    ChainWalk? _chain;
    string _node = "";
    long _last;
    bool _begun;
    bool _ended;
    bool _isRange;

    public void Handle(JsonElement line)
    {
        var type = AuditLineReader.Text(line, "type");
        if (_ended) throw new FormatException("it stands after the end");
        if (!_begun && type != "header") throw new FormatException("the header is missing");
        switch (type)
        {
            case "header":
                Begin(line);
                break;
            case "chain":
                EndChain();
                BeginChain(line);
                break;
            case "entry":
                var entry = AuditLineReader.Entry(line);
                if (Chain(entry.Node!) is { } walk) walk.Handle(entry);
                break;
            case "checkpoint":
                Handle(AuditLineReader.Checkpoint(line));
                break;
            case "end":
                EndChain();
                _ended = true;
                break;
            default:
                throw new FormatException($"its type is \"{type}\"");
        }
    }

    /// <summary>What was found of each chain.</summary>
    public IReadOnlyList<AuditChainReport> Finish()
    {
        if (_ended) return _reports;
        if (!_begun) throw new StoreException("The file is empty: no audit export.");
        _chain?.Break(AuditFaultKind.Truncated, _chain.Last + 1, "The file ends before its last line.");
        EndChain();
        if (_reports.TrueForAll(report => report.Fault is null))
            _reports.Add(new("", 0, 0, 0, 0, [], new(AuditFaultKind.Truncated, 0, "The file ends before its last line.")));
        return _reports;
    }

    void Begin(JsonElement line)
    {
        if (_begun) throw new FormatException("it is a second header");
        if (AuditLineReader.Text(line, "format") != AuditLines.Format) throw new FormatException("its format is not known to this version");
        _begun = true;
        _isRange = line.TryGetProperty("to", out var to) && to.ValueKind != JsonValueKind.Null;
        if (!trustsFile) return;
        if (!line.TryGetProperty("keys", out var own) || own.ValueKind != JsonValueKind.Array)
            throw new FormatException("its keys are missing");
        foreach (var key in own.EnumerateArray()) keys.TryAdd(key);
    }

    void BeginChain(JsonElement line)
    {
        _node = AuditLineReader.Text(line, "node");
        if (_nodes.Count == MostChains || !_nodes.Add(_node)) throw new FormatException("the chain has begun before");
        // the store's own signatures tell nothing to who has not its master key
        _chain = new(_node, keys, _ => null);
        _chain.Begin(AuditLineReader.Number(line, "after"), AuditLineReader.Hash(line, "hash"));
        _last = AuditLineReader.Number(line, "last");
    }

    void Handle(AuditCheckpointRow checkpoint)
    {
        if (Chain(checkpoint.Node) is not { } walk) return;
        if (walk.Handle(checkpoint) && !_isRange) walk.HandleEnd(checkpoint.Sequence, null, $"Checkpoint {checkpoint.Number}");
    }

    /// <summary>The walk that takes a line; null where the chain is broken already.</summary>
    ChainWalk? Chain(string node)
    {
        if (_chain is null || node != _node) throw new FormatException("it is of another chain than the lines before");
        return _chain.Fault is null ? _chain : null;
    }

    void EndChain()
    {
        if (_chain is null) return;
        _chain.HandleEnd(_last, null, "The chain's first line");
        _reports.Add(_chain.Report);
        _chain = null;
    }
}
