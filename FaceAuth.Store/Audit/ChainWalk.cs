using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Walks one chain, entry after entry, and says where it breaks first. Does no IO.</summary>
/// <param name="node">Whose.</param>
/// <param name="keys">The keys that signatures are checked by.</param>
/// <param name="isStores">Whether a signature is the store's own; null where that cannot be told.</param>
internal sealed class ChainWalk(string node, PublicKeys keys, Func<AuditCheckpointRow, bool?> isStores)
{
    /// <summary>How far from its place an entry is looked for that does not fit where it is.</summary>
    const int Around = 1024;

    readonly HashSet<string> _keyIds = [];
    byte[] _hash = AuditEncoding.Start;
    long _first;
    long _checkpoints;
    long _signedThrough;
    AuditFault? _mended;

    /// <summary>Number of the last entry that was walked over.</summary>
    public long Last { get; private set; }

    /// <summary>Hash of that entry.</summary>
    public byte[] Hash => _hash;

    /// <summary>Where the chain is broken and the walk ends; that a head was altered ends none, and is told behind all else.</summary>
    public AuditFault? Fault { get; private set; }

    public AuditChainReport Report => new(
        node, _first, _first == 0 ? 0 : Last, _checkpoints, _signedThrough, [.. _keyIds.Order(StringComparer.Ordinal)], Fault ?? _mended);

    /// <summary>What comes next follows this one.</summary>
    public void Begin(long after, byte[] hash) => (Last, _hash) = (after, hash);

    /// <summary>The next entry; false where the chain is broken.</summary>
    /// <param name="entry">As it was read.</param>
    /// <param name="own">What else the reader finds wrong with it, looked at before its place.</param>
    public bool Handle(AuditRow entry, Func<AuditRow, AuditFault?>? own = null)
    {
        if (entry.Sequence == Last && _first > 0) return Break(AuditFaultKind.Forked, Last, $"There are two entries {Last}.");
        if (entry.Sequence < Last) return Break(AuditFaultKind.Reordered, entry.Sequence, $"It stands after entry {Last}.");
        if (entry.Sequence > Last + 1)
            return Break(AuditFaultKind.Missing, Last + 1, $"After entry {Last} comes entry {entry.Sequence}.");
        if (!Same(AuditEncoding.HashOf(entry), entry.Hash))
            return PlaceOf(entry) is { } place ? Break(AuditFaultKind.Reordered, entry.Sequence, $"It is entry {place}.")
                : Break(AuditFaultKind.Altered, entry.Sequence, "Its hash is not that of what it says.");
        if (own?.Invoke(entry) is { } fault)
        {
            Fault = fault;
            return false;
        }

        if (!Same(entry.Previous, _hash))
            return Break(AuditFaultKind.Forked, entry.Sequence, $"It follows another entry than the {Last} that is there.");
        if (_first == 0) _first = entry.Sequence;
        (Last, _hash) = (entry.Sequence, entry.Hash);
        if (entry is { Action: AuditHeads.Altered, Actor: AuditHeads.System })
            _mended ??= new(
                AuditFaultKind.HeadAltered, Last,
                "Before it the chain's head was altered, removed or put back: what came last may be gone.");
        return true;
    }

    /// <summary>A checkpoint of the entry walked over last, or of one before the first; false where the chain is broken.</summary>
    public bool Handle(AuditCheckpointRow checkpoint)
    {
        var isGood = checkpoint.KeyId == StoreSigner.Id ? isStores(checkpoint)
            : keys.Verifies(checkpoint.KeyId, AuditEncoding.SignedOf(checkpoint), checkpoint.Signature);
        if (isGood == false)
            return Break(AuditFaultKind.BadSignature, checkpoint.Sequence, keys.Has(checkpoint.KeyId) || checkpoint.KeyId == StoreSigner.Id
                ? $"The signature of checkpoint {checkpoint.Number} does not hold."
                : $"Checkpoint {checkpoint.Number} is signed by the key {AuditNode.Shown(checkpoint.KeyId)}, which is not trusted.");
        if (checkpoint.Sequence == Last && !Same(checkpoint.Hash, _hash))
            return Break(AuditFaultKind.Forked, Last, $"Checkpoint {checkpoint.Number} signs another entry {Last} than is there.");
        _checkpoints++;
        if (isGood == true && checkpoint.Sequence == Last)
        {
            _signedThrough = Last;
            _keyIds.Add(checkpoint.KeyId);
        }

        return true;
    }

    /// <summary>The end of what there is, where a head or a checkpoint names a last entry.</summary>
    public bool HandleEnd(long last, byte[]? hash, string named)
    {
        if (last > Last) return Break(AuditFaultKind.Truncated, Last + 1, $"{named} names entry {last}; the last that is there is {Last}.");
        return hash is null || last < Last || Same(hash, _hash)
            || Break(AuditFaultKind.Forked, Last, $"{named} names another entry {Last} than is there.");
    }

    public bool Break(AuditFaultKind kind, long sequence, string words)
    {
        Fault ??= new(kind, sequence, words);
        return false;
    }

    static long? PlaceOf(AuditRow entry)
    {
        for (var away = -Around; away <= Around; away++)
        {
            var place = entry.Sequence + away;
            if (place > 0 && Same(AuditEncoding.HashOf(entry, place), entry.Hash)) return place;
        }

        return null;
    }

    static bool Same(byte[] one, byte[] other) => CryptographicOperations.FixedTimeEquals(one, other);
}
