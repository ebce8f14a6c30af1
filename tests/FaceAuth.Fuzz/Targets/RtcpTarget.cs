using FaceAuth.Media.Rtp.Rtcp;

namespace FaceAuth.Fuzz.Targets;

/// <summary>Compound RTCP packets, each block read as every kind.</summary>
internal sealed class RtcpTarget : FuzzTarget
{
    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds { get; } = [Compound()];

    /// <inheritdoc/>
    public override void Run(Span<byte> input)
    {
        ReadOnlySpan<byte> compound = input;
        while (RtcpBlock.TryTake(ref compound, out var block))
        {
            SenderReport.TryRead(block, out _);
            ReceiverReport.TryRead(block, 2, out _);
            SourceDescription.TryRead(block, out _, out _);
            PictureLossIndication.TryRead(block, out _);
            FullIntraRequest.TryRead(block, 2, out _);
            Goodbye.Names(block, 1);
            if (!GenericNack.TryRead(block, out _, out var pairs)) continue;
            while (GenericNack.TryTake(ref pairs, out _, out _))
            {
            }
        }
    }

    static byte[] Compound()
    {
        var buffer = new byte[400];
        var length = new SenderReport(1, 5, 6, 7, 8).Write(buffer);
        length += SourceDescription.Write(buffer.AsSpan(length), 1, "fuzz");
        length += GenericNack.Write(buffer.AsSpan(length), 1, 2, [5, 6, 9, 40, 1000]);
        length += PictureLossIndication.Write(buffer.AsSpan(length), 1, 2);
        length += Goodbye.Write(buffer.AsSpan(length), 1);
        return buffer[..length];
    }
}
