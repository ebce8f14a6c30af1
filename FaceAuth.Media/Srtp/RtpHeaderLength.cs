using System.Buffers.Binary;

namespace FaceAuth.Media.Srtp;

/// <summary>Finds where the part of an RTP packet ends that SRTP leaves in the clear.</summary>
internal static class RtpHeaderLength
{
    /// <summary>The fixed header of RFC 3550 §5.1.</summary>
    public const int Minimum = 12;

    /// <summary>Length of header, CSRC list and extension.</summary>
    /// <remarks>
    /// <code>
    ///  0                   1                   2                   3
    ///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    /// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
    /// |                           timestamp                           |
    /// |                             SSRC                              |
    /// |                     CSRC list, CC words                       |
    /// |  X: profile                   |  length in words              | …
    /// </code>
    /// </remarks>
    /// <returns>False when the packet is not version 2 or ends inside its header.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, out int length)
    {
        length = 0;
        if (packet.Length < Minimum || packet[0] >> 6 != 2) return false;

        length = Minimum + 4 * (packet[0] & 0x0F);
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < length + 4) return false;
            length += 4 + 4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]);
        }

        return packet.Length >= length;
    }
}
