using System.Buffers.Binary;

namespace FaceAuth.Media.Depacketize;

/// <summary>
/// H.264 over RTP, packetization-mode 1 (RFC 6184, https://www.rfc-editor.org/rfc/rfc6184): single units, STAP-A and FU-A, in decoding
/// order.
/// </summary>
/// <remarks>
/// Pictures come out with start codes (ITU-T H.264 annex B).
/// A payload begins with a unit's header; types above 23 belong to the payload format:
/// <code>
/// |F|NRI|  Type   |      24 STAP-A: 16-bit length and unit, over and over      28 FU-A: FU header |S|E|R|  Type   |
/// </code>
/// Nothing in it says where a picture begins: a parameter set, a delimiter or a slice whose first macroblock is 0 can be the
/// first. A keyframe counts as one only where its parameter sets are known, from whenever they came or from the session description;
/// it comes out with them, so that any decoder can begin there.
/// </remarks>
internal sealed class H264Depacketizer : IDepacketizer
{
    const int StapA = 24, FuA = 28;
    const int Slice = 1, KeySlice = 5, Sei = 6, SequenceSet = 7, PictureSet = 8, Delimiter = 9, EndOfSequence = 10, Filler = 12;

    readonly H264ParameterSets _sets = new();

    /// <param name="sets">Parameter sets that came with the session description, each a unit; anything else is left out.</param>
    public H264Depacketizer(params IReadOnlyList<byte[]> sets)
    {
        foreach (var set in sets) Take(set);
    }

    static ReadOnlySpan<byte> StartCode => [0, 0, 0, 1];

    /// <inheritdoc/>
    public int Learned => _sets.Version;

    /// <inheritdoc/>
    public bool TryInspect(ReadOnlySpan<byte> payload, out PayloadFacts facts) => TryInspect(payload, learns: true, out facts);

    /// <inheritdoc/>
    /// <remarks>Learns nothing: sets that have been replaced meanwhile stay so.</remarks>
    public PayloadFacts InspectAgain(ReadOnlySpan<byte> payload) => TryInspect(payload, learns: false, out var facts) ? facts : default;

    /// <inheritdoc/>
    public bool TryAppend(ReadOnlySpan<byte> payload, CodedPicture picture)
    {
        switch (payload[0] & 31)
        {
            case StapA:
                payload = payload[1..];
                while (TryTakeUnit(ref payload, out var unit))
                    if (!TryAppendUnit(unit[0], unit[1..], picture)) return false;
                return true;
            case FuA when (payload[1] & 0x80) != 0:
                return TryAppendUnit(HeaderOf(payload), payload[2..], picture);
            case FuA:
                return picture.Length > 0 && picture.TryAppend(payload[2..]);
            default:
                return TryAppendUnit(payload[0], payload[1..], picture);
        }
    }

    bool TryInspect(ReadOnlySpan<byte> payload, bool learns, out PayloadFacts facts)
    {
        facts = default;
        if (payload.Length < 2 || (payload[0] & 0x80) != 0) return false;
        switch (payload[0] & 31)
        {
            case StapA:
                return TryInspectAll(payload[1..], learns, out facts);
            case FuA:
                if (payload.Length < 3 || (payload[1] & 31) is 0 or > 23) return false;
                // a small unit may come as one fragment with both bits: RFC 6184 §5.8 forbids it, some senders do so, all receivers take it
                if ((payload[1] & 0x80) != 0) facts = FactsOf(payload[1] & 31, payload[2..]) with { IsAside = false };
                return true;
            case 0 or > 23:
                return false;
            default:
                if (learns) Take(payload);
                facts = FactsOf(payload[0] & 31, payload[1..]);
                return true;
        }
    }

    bool TryInspectAll(ReadOnlySpan<byte> units, bool learns, out PayloadFacts facts)
    {
        facts = default;
        var count = 0;
        for (; TryTakeUnit(ref units, out var unit); count++)
        {
            if (learns) Take(unit);
            var found = FactsOf(unit[0] & 31, unit[1..]);
            facts = count == 0 ? found : Join(facts, found);
        }

        return count > 0 && !units.ContainsAnyExcept((byte)0);   // some senders pad
    }

    static PayloadFacts Join(in PayloadFacts first, in PayloadFacts next) => new(
        first.Start, first.IsKeyframe || next.IsKeyframe || (first.BringsSets && next.IsIntra),
        Math.Max(first.Width, next.Width), Math.Max(first.Height, next.Height))
    {
        BringsSets = first.BringsSets || next.BringsSets,
        IsIntra = first.IsIntra || next.IsIntra,
        IsAside = first.IsAside && next.IsAside,
    };

    void Take(ReadOnlySpan<byte> unit)
    {
        if (unit.IsEmpty) return;
        if ((unit[0] & 31) == SequenceSet) _sets.TakeSequence(unit);
        else if ((unit[0] & 31) == PictureSet) _sets.TakePicture(unit);
    }

    PayloadFacts FactsOf(int type, ReadOnlySpan<byte> content)
    {
        switch (type)
        {
            case SequenceSet:
                return H264Sps.TryRead(content, out var set)
                    ? new(PictureStart.Maybe, false, set.Width, set.Height) { BringsSets = true, IsAside = true }
                    : new(PictureStart.Maybe, false) { IsAside = true };
            case Sei or PictureSet or Delimiter or (>= EndOfSequence and <= Filler):
                return new(type < EndOfSequence ? PictureStart.Maybe : PictureStart.No, false) { IsAside = true };
            case Slice or KeySlice when H264Slice.Read(content) is { FirstMacroblock: 0 } slice:
                if (type != KeySlice) return new(PictureStart.Maybe, false) { IsIntra = slice.IsIntra };
                return _sets.Find(content) is { Size: var size }
                    ? new(PictureStart.Maybe, true, size.Width, size.Height) : new(PictureStart.Maybe, false) { IsIntra = true };
            default:
                return default;
        }
    }

    bool TryAppendUnit(byte header, ReadOnlySpan<byte> content, CodedPicture picture)
    {
        var type = header & 31;
        var (hasSequence, hasPicture) = picture.Sets;
        if (type == SequenceSet) picture.Sets = (true, hasPicture);
        if (type == PictureSet) picture.Sets = (hasSequence, true);
        if (type == KeySlice && !(hasSequence && hasPicture) && _sets.Find(content) is { } sets)
        {
            picture.Sets = (true, true);
            if (!hasSequence && !(picture.TryAppend(StartCode) && picture.TryAppend(sets.Sequence))) return false;
            // behind its sequence's, by which decoders read it
            if (!(picture.TryAppend(StartCode) && picture.TryAppend(sets.Picture))) return false;
        }

        return picture.TryAppend(StartCode) && picture.TryAppend([header]) && picture.TryAppend(content);
    }

    // the header of a unit that came in fragments
    static byte HeaderOf(ReadOnlySpan<byte> fragment) => (byte)((fragment[0] & 0xE0) | (fragment[1] & 31));

    static bool TryTakeUnit(ref ReadOnlySpan<byte> units, out ReadOnlySpan<byte> unit)
    {
        unit = default;
        if (units.Length < 3) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(units);
        if (length == 0 || length > units.Length - 2) return false;
        unit = units.Slice(2, length);
        units = units[(2 + length)..];
        return true;
    }
}
