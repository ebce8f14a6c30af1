using System.Buffers.Binary;

namespace FaceAuth.Media.Depacketize;

/// <summary>VP8 payload descriptor (RFC 7741 §4.2, https://www.rfc-editor.org/rfc/rfc7741#section-4.2).</summary>
/// <remarks>
/// <code>
///      0 1 2 3 4 5 6 7
///     +-+-+-+-+-+-+-+-+
///     |X|R|N|S|R| PID | (required)
///     +-+-+-+-+-+-+-+-+
/// X:  |I|L|T|K| RSV   | (when X is set)
///     +-+-+-+-+-+-+-+-+
/// I:  |M| PictureID   | (when I is set)
///     +-+-+-+-+-+-+-+-+
///     |   PictureID   | (when M is set)
///     +-+-+-+-+-+-+-+-+
/// L:  |   TL0PICIDX   | (when L is set)
///     +-+-+-+-+-+-+-+-+
/// T/K:|TID|Y| KEYIDX  | (when T or K is set)
///     +-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
internal readonly record struct Vp8Descriptor
{
    /// <summary>Bytes of the descriptor.</summary>
    public int Length { get; private init; }

    /// <summary>N: no other picture refers to this one.</summary>
    public bool IsNonReference { get; private init; }

    /// <summary>S: a partition starts here.</summary>
    public bool StartsPartition { get; private init; }

    /// <summary>PID: index of the partition, 0–7.</summary>
    public byte PartitionIndex { get; private init; }

    /// <summary>PictureID, 7 or 15 bits; null when absent.</summary>
    public ushort? PictureId { get; private init; }

    /// <summary>TL0PICIDX, running index of base-layer pictures; null when absent.</summary>
    public byte? BaseLayerIndex { get; private init; }

    /// <summary>TID, temporal layer 0–3; null when absent.</summary>
    public byte? TemporalLayer { get; private init; }

    /// <summary>KEYIDX, 0–31; null when absent.</summary>
    public byte? KeyframeIndex { get; private init; }

    /// <summary>Whether a picture starts here.</summary>
    public bool StartsPicture => StartsPartition && PartitionIndex == 0;

    /// <summary>Reads the descriptor; false when it does not end before the payload does.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out Vp8Descriptor descriptor)
    {
        descriptor = default;
        if (payload.Length < 2) return false;
        var first = payload[0];
        var offset = 1;
        ushort? pictureId = null;
        byte? baseLayer = null, temporal = null, keyframe = null;
        if ((first & 0x80) != 0)
        {
            var extension = payload[offset++];
            if ((extension & 0x80) != 0)
            {
                if (payload.Length <= offset) return false;
                if ((payload[offset] & 0x80) == 0)
                {
                    pictureId = payload[offset++];
                }
                else
                {
                    if (payload.Length < offset + 2) return false;
                    pictureId = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(payload[offset..]) & 0x7FFF);
                    offset += 2;
                }
            }

            if ((extension & 0x40) != 0)
            {
                if (payload.Length <= offset) return false;
                baseLayer = payload[offset++];
            }

            if ((extension & 0x30) != 0)
            {
                if (payload.Length <= offset) return false;
                var layers = payload[offset++];
                if ((extension & 0x20) != 0) temporal = (byte)(layers >> 6);
                if ((extension & 0x10) != 0) keyframe = (byte)(layers & 0x1F);
            }
        }

        if (payload.Length <= offset) return false;   // at least one byte of VP8 must follow
        descriptor = new Vp8Descriptor
        {
            Length = offset,
            IsNonReference = (first & 0x20) != 0,
            StartsPartition = (first & 0x10) != 0,
            PartitionIndex = (byte)(first & 0x07),
            PictureId = pictureId,
            BaseLayerIndex = baseLayer,
            TemporalLayer = temporal,
            KeyframeIndex = keyframe,
        };
        return true;
    }
}
