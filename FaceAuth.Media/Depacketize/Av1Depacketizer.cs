namespace FaceAuth.Media.Depacketize;

/// <summary>
/// AV1 over RTP (RTP Payload Format For AV1, https://aomediacodec.github.io/av1-rtp-spec/, §4). Pictures come out in the low-overhead
/// format: each OBU with its size.
/// </summary>
/// <remarks>
/// <code>
/// |Z|Y| W |N|-|-|-|  Z: goes on with an OBU; Y: the last one goes on in the next packet; N: a coded video sequence begins
/// </code>
/// Then OBU elements, each after its length in LEB128, but for the last one of W where W is not 0.
/// An OBU of unknown length gets a size of four LEB128 bytes, which are filled in as it grows.
/// </remarks>
internal sealed class Av1Depacketizer : IDepacketizer
{
    const int SequenceHeader = 1, TemporalDelimiter = 2, TileList = 8;
    const int SizeBytes = 4, LargestSize = 1 << 28;
    const byte HasExtension = 0x04, HasSize = 0x02;

    /// <inheritdoc/>
    public bool TryInspect(ReadOnlySpan<byte> payload, out PayloadFacts facts)
    {
        facts = default;
        if (payload.Length < 2) return false;
        bool continues = (payload[0] & 0x80) != 0, begins = (payload[0] & 0x08) != 0;
        if (continues && begins) return false;
        facts = new(begins ? PictureStart.Yes : continues ? PictureStart.No : PictureStart.Maybe, begins);
        var elements = new Elements(payload);
        for (var index = 0; elements.TryTake(out var element); index++)
        {
            if (index == 0 && continues) continue;
            if (!TryReadHeader(element, out var type, out var header, out var content)) return false;
            if (type != SequenceHeader) continue;
            if (!Av1SequenceHeader.TryRead(element[(header + content)..], out var sequence)) return false;
            facts = facts with { Width = sequence.Width, Height = sequence.Height };
        }

        return elements.AreWhole;
    }

    /// <inheritdoc/>
    public bool TryAppend(ReadOnlySpan<byte> payload, CodedPicture picture)
    {
        bool continues = (payload[0] & 0x80) != 0, isContinued = (payload[0] & 0x40) != 0;
        var elements = new Elements(payload);
        for (var index = 0; elements.TryTake(out var element); index++)
        {
            var appended = index == 0 && continues ? TryContinue(element, picture) : TryBegin(element, picture);
            if (!appended) return false;
        }

        if (!isContinued) picture.OpenUnit = null;
        return true;
    }

    static bool TryBegin(ReadOnlySpan<byte> element, CodedPicture picture)
    {
        picture.OpenUnit = null;
        if (!TryReadHeader(element, out var type, out var header, out var size)) return false;
        if (type is TemporalDelimiter or TileList) return true;
        ReadOnlySpan<byte> first = [(byte)(element[0] | HasSize)];
        if (!picture.TryAppend(first) || !picture.TryAppend(element[1..header])) return false;
        picture.OpenUnit = picture.Length;
        ReadOnlySpan<byte> unknown = [0x80, 0x80, 0x80, 0x00];
        return picture.TryAppend(unknown) && TryContinue(element[(header + size)..], picture);
    }

    static bool TryContinue(ReadOnlySpan<byte> content, CodedPicture picture)
    {
        if (picture.OpenUnit is not { } at || !picture.TryAppend(content)) return false;
        var length = picture.Length - at - SizeBytes;
        if (length >= LargestSize) return false;
        picture.Patch(at, [(byte)(length | 0x80), (byte)(length >> 7 | 0x80), (byte)(length >> 14 | 0x80), (byte)(length >> 21)]);
        return true;
    }

    // header: its bytes, 1 or 2; size: bytes of the size field after it, which senders should leave out (§4.4)
    static bool TryReadHeader(ReadOnlySpan<byte> element, out int type, out int header, out int size)
    {
        (type, header, size) = (0, 1, 0);
        if (element.IsEmpty || (element[0] & 0x80) != 0) return false;
        type = element[0] >> 3 & 15;
        if ((element[0] & HasExtension) != 0) header = 2;
        if (element.Length < header) return false;
        return (element[0] & HasSize) == 0 || TryReadLength(element[header..], out _, out size);
    }

    static bool TryReadLength(ReadOnlySpan<byte> bytes, out int length, out int count)
    {
        (length, count) = (0, 0);
        while (count < bytes.Length && count < SizeBytes)
        {
            length |= (bytes[count] & 0x7F) << 7 * count;
            if ((bytes[count++] & 0x80) == 0) return true;
        }

        return false;
    }

    /// <summary>The OBU elements of one payload.</summary>
    ref struct Elements(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> _rest = payload[1..];
        int _left = payload[0] >> 4 & 3;   // 0: each with its length
        readonly bool _hasCount = (payload[0] & 0x30) != 0;

        /// <summary>Whether every byte belonged to an element, after <see cref="TryTake"/> said no.</summary>
        public readonly bool AreWhole => _rest.IsEmpty && _left == 0;

        public bool TryTake(out ReadOnlySpan<byte> element)
        {
            element = default;
            if (_rest.IsEmpty || (_hasCount && _left == 0)) return false;
            if (_hasCount && --_left == 0)
            {
                element = _rest;
                _rest = default;
                return true;
            }

            if (!TryReadLength(_rest, out var length, out var count) || length == 0 || length > _rest.Length - count)
            {
                _left = -1;
                return false;
            }

            element = _rest.Slice(count, length);
            _rest = _rest[(count + length)..];
            return true;
        }
    }
}
