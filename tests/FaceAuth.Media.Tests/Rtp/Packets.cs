using System.Buffers.Binary;

namespace FaceAuth.Media.Tests.Rtp;

/// <summary>Writes RTP packets and VP8 payloads by hand, apart from the code under test.</summary>
static class Packets
{
    public const byte Vp8 = 96, Rtx = 97, TransportSequenceId = 3;
    public const uint Ssrc = 0xCAFE;

    public static byte[] Rtp(
        ushort sequence, uint timestamp, byte[] payload, bool marker = false, byte payloadType = Vp8, uint ssrc = Ssrc,
        ushort? transport = null, int padding = 0)
    {
        var packet = new byte[12 + (transport is null ? 0 : 8) + payload.Length + padding];
        packet[0] = (byte)(0x80 | (padding > 0 ? 0x20 : 0) | (transport is null ? 0 : 0x10));
        packet[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        var at = 12;
        if (transport is { } number)
        {
            byte[] extension = [0xBE, 0xDE, 0, 1, TransportSequenceId << 4 | 1, (byte)(number >> 8), (byte)number, 0];
            extension.CopyTo(packet, at);
            at += 8;
        }

        payload.CopyTo(packet, at);
        if (padding > 0) packet[^1] = (byte)padding;
        return packet;
    }

    /// <summary>The first payload of a keyframe: descriptor, frame header, then <paramref name="tail"/>.</summary>
    public static byte[] KeyStart(params byte[] tail) => [0x10, 0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x40, 0x01, 0xF0, 0x00, .. tail];

    /// <summary>The first payload of any other picture.</summary>
    public static byte[] DeltaStart(params byte[] tail) => [0x10, 0x11, 0x02, 0x00, .. tail];

    /// <summary>A later payload.</summary>
    public static byte[] More(params byte[] tail) => [0x00, .. tail];
}
