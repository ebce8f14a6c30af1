using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>What INIT and INIT ACK say about their sender.</summary>
/// <param name="Tag">The tag it wants to be addressed with; not 0.</param>
/// <param name="Window">Its receive window, bytes.</param>
/// <param name="OutboundStreams">Streams it wants to send on; not 0.</param>
/// <param name="InboundStreams">Streams it can receive on; not 0.</param>
/// <param name="InitialTsn">Its first TSN.</param>
/// <param name="HasForwardTsn">Whether it understands FORWARD-TSN.</param>
/// <param name="HasReconfig">Whether it understands RE-CONFIG.</param>
internal readonly record struct InitFields(
    uint Tag, uint Window, ushort OutboundStreams, ushort InboundStreams, uint InitialTsn, bool HasForwardTsn, bool HasReconfig)
{
    /// <summary>Bytes of the fixed fields.</summary>
    public const int FixedBytes = 16;

    /// <summary>Bytes of the parameters that <see cref="Write"/> adds.</summary>
    public const int ExtensionBytes = 12;

    /// <summary>Reads the value of an INIT or INIT ACK chunk.</summary>
    /// <param name="value">The value.</param>
    /// <param name="fields">What it says.</param>
    /// <param name="cookie">The state cookie; empty in INIT.</param>
    /// <returns>False when it is too short or holds a 0 that the RFC forbids.</returns>
    /// <remarks><code>
    /// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    /// |                         Initiate Tag                          |
    /// |           Advertised Receiver Window Credit (a_rwnd)          |
    /// |  Number of Outbound Streams   |  Number of Inbound Streams    |
    /// |                          Initial TSN                          |
    /// |              Optional/Variable-Length Parameters              |
    /// </code>RFC 9260 §3.3.2.</remarks>
    public static bool TryRead(ReadOnlySpan<byte> value, out InitFields fields, out ReadOnlySpan<byte> cookie)
    {
        fields = default;
        cookie = default;
        if (value.Length < FixedBytes) return false;

        bool hasForwardTsn = false, hasReconfig = false;
        var rest = value[FixedBytes..];
        while (SctpParameter.TryTake(ref rest, out var parameter))
        {
            switch (parameter.Type)
            {
                case SctpParameterType.StateCookie: cookie = parameter.Value; break;
                case SctpParameterType.ForwardTsnSupported: hasForwardTsn = true; break;
                case SctpParameterType.SupportedExtensions:
                    hasForwardTsn |= parameter.Value.Contains((byte)SctpChunkType.ForwardTsn);
                    hasReconfig |= parameter.Value.Contains((byte)SctpChunkType.Reconfig);
                    break;
                default:
                    if (!MaySkip(parameter.Type)) rest = [];
                    break;
            }
        }

        fields = new(
            BinaryPrimitives.ReadUInt32BigEndian(value),
            BinaryPrimitives.ReadUInt32BigEndian(value[4..]),
            BinaryPrimitives.ReadUInt16BigEndian(value[8..]),
            BinaryPrimitives.ReadUInt16BigEndian(value[10..]),
            BinaryPrimitives.ReadUInt32BigEndian(value[12..]),
            hasForwardTsn,
            hasReconfig);
        return fields is { Tag: not 0, OutboundStreams: not 0, InboundStreams: not 0 };
    }

    /// <summary>Writes fixed fields and extensions: the first <see cref="FixedBytes"/> + <see cref="ExtensionBytes"/> of a value.</summary>
    public void Write(Span<byte> value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(value, Tag);
        BinaryPrimitives.WriteUInt32BigEndian(value[4..], Window);
        BinaryPrimitives.WriteUInt16BigEndian(value[8..], OutboundStreams);
        BinaryPrimitives.WriteUInt16BigEndian(value[10..], InboundStreams);
        BinaryPrimitives.WriteUInt32BigEndian(value[12..], InitialTsn);

        BinaryPrimitives.WriteUInt16BigEndian(value[16..], (ushort)SctpParameterType.SupportedExtensions);
        BinaryPrimitives.WriteUInt16BigEndian(value[18..], 6);
        value[20] = (byte)SctpChunkType.Reconfig;
        value[21] = (byte)SctpChunkType.ForwardTsn;
        value[22] = value[23] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(value[24..], (ushort)SctpParameterType.ForwardTsnSupported);
        BinaryPrimitives.WriteUInt16BigEndian(value[26..], 4);
    }

    /// <summary>Collects the parameters of an INIT that its answer must report as unknown (RFC 9260 §3.2.1: bit 0x4000).</summary>
    /// <param name="value">The INIT's value.</param>
    /// <param name="reports">Receives parameters of type "Unrecognized", as many as fit.</param>
    /// <returns>Bytes written, a multiple of 4.</returns>
    public static int WriteUnrecognized(ReadOnlySpan<byte> value, Span<byte> reports)
    {
        var length = 0;
        var rest = value[FixedBytes..];
        while (SctpParameter.TryTake(ref rest, out var parameter))
        {
            if (IsKnown(parameter.Type)) continue;
            var padded = (SctpParameter.HeaderBytes + parameter.Whole.Length + 3) & ~3;
            if (((ushort)parameter.Type & 0x4000) != 0 && length + padded <= reports.Length)
            {
                var report = reports.Slice(length, padded);
                report.Clear();
                BinaryPrimitives.WriteUInt16BigEndian(report, (ushort)SctpParameterType.Unrecognized);
                BinaryPrimitives.WriteUInt16BigEndian(report[2..], (ushort)(SctpParameter.HeaderBytes + parameter.Whole.Length));
                parameter.Whole.CopyTo(report[SctpParameter.HeaderBytes..]);
                length += padded;
            }

            if (!MaySkip(parameter.Type)) break;
        }

        return length;
    }

    // Types below 0x8000 stop the reading unless they are known or harmless here: 5 to 12 are addresses, cookie
    // preservation, host names and the like (§3.3.2.1), which mean nothing over DTLS.
    static bool MaySkip(SctpParameterType type) => ((ushort)type & 0x8000) != 0 || (ushort)type is >= 5 and <= 12;

    static bool IsKnown(SctpParameterType type) =>
        (ushort)type is >= 5 and <= 12 || type is SctpParameterType.SupportedExtensions or SctpParameterType.ForwardTsnSupported;
}
