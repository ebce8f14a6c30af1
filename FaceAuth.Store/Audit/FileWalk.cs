using System.Security.Cryptography;
using System.Text.Json;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Takes the lines of an export in their order and says of each chain where it breaks. Does no IO.</summary>
internal sealed class FileWalk(PublicKeys keys, bool trustsFile) : IDisposable
{
    /// <summary>Chains of one file.</summary>
    const int MostChains = 100_000;

    readonly List<AuditChainReport> _reports = [];
    readonly HashSet<string> _nodes = [];
    readonly NamedChains _named = new();
    readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    ChainWalk? _chain;
    ExportEnd? _end;
    string _node = "";
    string _made = "";
    long _last;
    long _entries;
    bool _begun;
    bool _isWhole;
    bool _isRange;
    bool _hasAddresses;

    /// <summary>The next line.</summary>
    /// <param name="line">What it says.</param>
    /// <param name="raw">The same without its end, as it stands in the file.</param>
    public void Handle(JsonElement line, ReadOnlySpan<byte> raw)
    {
        var type = AuditLineReader.Type(line);
        if (_end is not null) throw new FormatException("it stands after the end");
        if (!_begun && type != "header") throw new FormatException("the header is missing");
        AuditLineReader.CheckNames(line, type, _hasAddresses);
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
                Handle(AuditLineReader.Entry(line));
                break;
            case "checkpoint":
                Handle(AuditLineReader.Checkpoint(line));
                break;
            default:
                EndChain();
                _end = AuditLineReader.End(line);
                return;
        }

        _digest.AppendData(raw);
        _digest.AppendData("\n"u8);
    }

    /// <summary>What was found of each chain and of the whole.</summary>
    /// <param name="isCut">Whether the file ends within a line.</param>
    public AuditFileReport Finish(bool isCut)
    {
        if (!_begun) throw new StoreException("The file is empty: no audit export.");
        if (_end is null) _chain?.Break(AuditFaultKind.Truncated, _chain.Last + 1, "The file ends before its last line.");
        EndChain();
        if (_isWhole) _named.Tell(_reports);
        var signedBy = _end is null ? null : SignerOf(_end);
        if (_reports.TrueForAll(report => report.Fault is null) && FaultOf(isCut) is { } fault)
            _reports.Add(new("", 0, 0, 0, 0, [], fault));
        return new(_reports, _entries, signedBy, signedBy is not null && !trustsFile, _made);
    }

    public void Dispose() => _digest.Dispose();

    string? SignerOf(ExportEnd end) =>
        end.KeyId is not null && end.Signature is not null && CryptographicOperations.FixedTimeEquals(end.Digest, _digest.GetCurrentHash())
        && keys.Verifies(end.KeyId, AuditEncoding.SignedOf(end), end.Signature) ? end.KeyId : null;

    AuditFault? FaultOf(bool isCut)
    {
        if (_end is not { } end) return new(AuditFaultKind.Truncated, 0, "The file ends before its last line.");
        if (isCut) return new(AuditFaultKind.Altered, 0, "Something stands behind the last line.");
        if (end.Entries != _entries || end.Chains != _nodes.Count)
            return new(AuditFaultKind.Missing, 0,
                $"Its last line counts {end.Entries} entries of {end.Chains} chains; there are {_entries} of {_nodes.Count}.");
        if (!CryptographicOperations.FixedTimeEquals(end.Digest, _digest.GetCurrentHash()))
            return new(AuditFaultKind.Altered, 0, "Its lines are not those that its last line was made for.");
        // who has not the master key cannot check the store's own signature, nor that there is none
        if (end.KeyId is null or StoreSigner.Id || SignerOf(end) is not null) return null;
        return new(AuditFaultKind.BadSignature, 0, keys.Has(end.KeyId) ? "The signature over the whole file does not hold."
            : $"The whole file is signed by the key {AuditNode.Shown(end.KeyId)}, which is not among those that are trusted.");
    }

    void Begin(JsonElement line)
    {
        if (_begun) throw new FormatException("it is a second header");
        if (AuditLineReader.Text(line, "format") != AuditLines.Format) throw new FormatException("its format is not known to this version");
        _begun = true;
        _made = AuditLineReader.Moment(line, "made");
        _hasAddresses = AuditLineReader.Flag(line, "addresses");
        _isRange = AuditLineReader.TextOrNull(line, "to") is not null;
        _isWhole = !_isRange && AuditLineReader.TextOrNull(line, "from") is null && AuditLineReader.TextOrNull(line, "node") is null;
        if (!line.TryGetProperty("keys", out var own) || own.ValueKind != JsonValueKind.Array)
            throw new FormatException("its keys are missing");
        if (!trustsFile) return;
        foreach (var key in own.EnumerateArray()) keys.TryAdd(key);
    }

    void BeginChain(JsonElement line)
    {
        _node = AuditLineReader.Node(line);
        if (_nodes.Count == MostChains || !_nodes.Add(_node)) throw new FormatException("the chain has begun before");
        // the store's own signatures tell nothing to who has not its master key
        _chain = new(_node, keys, _ => null);
        _chain.Begin(AuditLineReader.Number(line, "after"), AuditLineReader.Hash(line, "hash"));
        _last = AuditLineReader.Number(line, "last");
    }

    void Handle(AuditRow entry)
    {
        _entries++;
        if (Chain(entry.Node!) is { } walk && walk.Handle(entry)) _named.Take(entry);
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
        if (_chain.HandleEnd(_last, null, "The chain's first line") && _chain.Last > _last)
            _chain.Break(AuditFaultKind.Forked, _last + 1, $"The chain's first line names entry {_last} as the last.");
        _named.Add(_node, _chain.Last);
        _reports.Add(_chain.Report);
        _chain = null;
    }
}
