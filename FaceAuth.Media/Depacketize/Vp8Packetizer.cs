namespace FaceAuth.Media.Depacketize;

/// <summary>Cuts VP8 pictures into RTP payloads of nearly equal size (RFC 7741 §4.1).</summary>
/// <remarks>
/// The whole picture counts as partition 0, which the RFC allows to senders that do not look into it; the descriptor carries a 15-bit
/// PictureID.
/// </remarks>
internal struct Vp8Packetizer
{
    /// <summary>Bytes of the descriptor that every payload begins with.</summary>
    public const int DescriptorBytes = 4;

    ushort _pictureId;

    /// <summary>A packetizer whose first picture has the id <paramref name="firstPictureId"/>, 15 bits.</summary>
    public Vp8Packetizer(ushort firstPictureId) => _pictureId = (ushort)(firstPictureId & 0x7FFF);

    /// <summary>How many payloads of at most <paramref name="maxPayload"/> bytes a picture needs.</summary>
    public static int Count(int pictureBytes, int maxPayload) =>
        (pictureBytes + maxPayload - DescriptorBytes - 1) / (maxPayload - DescriptorBytes);

    /// <summary>Writes payload <paramref name="index"/> of <paramref name="count"/> and returns its length.</summary>
    public readonly int Write(ReadOnlySpan<byte> picture, int index, int count, Span<byte> payload)
    {
        var from = (int)((long)picture.Length * index / count);
        var until = (int)((long)picture.Length * (index + 1) / count);
        payload[0] = (byte)(0x80 | (index == 0 ? 0x10 : 0));   // X, and S on the first
        payload[1] = 0x80;                                     // I
        payload[2] = (byte)(0x80 | _pictureId >> 8);           // M: 15 bits
        payload[3] = (byte)_pictureId;
        picture[from..until].CopyTo(payload[DescriptorBytes..]);
        return DescriptorBytes + until - from;
    }

    /// <summary>The picture is done; the next one gets the next id.</summary>
    public void Next() => _pictureId = (ushort)((_pictureId + 1) & 0x7FFF);
}
