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
/// first. A keyframe counts as one only with its sequence parameter set, as WebRTC's senders send it, so that any decoder can begin there.
/// </remarks>
internal sealed class H264Depacketizer : IDepacketizer
{
    const int StapA = 24, FuA = 28;
    const int Slice = 1, KeySlice = 5, Sei = 6, SequenceSet = 7, PictureSet = 8, Delimiter = 9;

    static ReadOnlySpan<byte> StartCode => [0, 0, 0, 1];

    /// <inheritdoc/>
    public bool TryInspect(ReadOnlySpan<byte> payload, out PayloadFacts facts)
    {
        facts = default;
        if (payload.Length < 2 || (payload[0] & 0x80) != 0) return false;
        switch (payload[0] & 31)
        {
            case StapA:
                return TryInspectAll(payload[1..], out facts);
            case FuA:
                if (payload.Length < 3 || (payload[1] & 0xC0) == 0xC0 || (payload[1] & 31) is 0 or > 23) return false;
                if ((payload[1] & 0x80) != 0) facts = new(StartOf(payload[1] & 31, payload[2..]), false);
                return true;
            case 0 or > 23:
                return false;
            default:
                facts = FactsOf(payload);
                return true;
        }
    }

    /// <inheritdoc/>
    public bool TryAppend(ReadOnlySpan<byte> payload, CodedPicture picture)
    {
        switch (payload[0] & 31)
        {
            case StapA:
                payload = payload[1..];
                while (TryTakeUnit(ref payload, out var unit))
                    if (!TryAppendUnit(unit, picture)) return false;
                return true;
            case FuA when (payload[1] & 0x80) != 0:
                ReadOnlySpan<byte> header = [(byte)((payload[0] & 0xE0) | (payload[1] & 31))];
                return TryAppendUnit(header, picture) && picture.TryAppend(payload[2..]);
            case FuA:
                return picture.Length > 0 && picture.TryAppend(payload[2..]);
            default:
                return TryAppendUnit(payload, picture);
        }
    }

    static bool TryInspectAll(ReadOnlySpan<byte> units, out PayloadFacts facts)
    {
        facts = default;
        var count = 0;
        while (TryTakeUnit(ref units, out var unit))
        {
            var found = FactsOf(unit);
            if (count++ == 0) facts = found;
            else if (found.IsKeyframe) facts = found with { Start = facts.Start };
        }

        return units.IsEmpty && count > 0;
    }

    static PayloadFacts FactsOf(ReadOnlySpan<byte> unit)
    {
        var type = unit[0] & 31;
        var start = StartOf(type, unit[1..]);
        return type == SequenceSet && H264Sps.TryRead(unit, out var sps) ? new(start, true, sps.Width, sps.Height) : new(start, false);
    }

    // a slice begins with first_mb_in_slice, ue(v): 0 is a single set bit (§7.3.3)
    static PictureStart StartOf(int type, ReadOnlySpan<byte> content) => type switch
    {
        Sei or SequenceSet or PictureSet or Delimiter => PictureStart.Maybe,
        Slice or KeySlice when !content.IsEmpty && (content[0] & 0x80) != 0 => PictureStart.Maybe,
        _ => PictureStart.No,
    };

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

    static bool TryAppendUnit(ReadOnlySpan<byte> unit, CodedPicture picture) => picture.TryAppend(StartCode) && picture.TryAppend(unit);
}
