using FaceAuth.Media.DataChannels;

namespace FaceAuth.Fuzz.Targets;

/// <summary>DATA_CHANNEL_OPEN.</summary>
internal sealed class OpenMessageTarget : FuzzTarget
{
    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Open("faceauth", default),
        Open("ü", new(true, MaxRetransmits: 3)),
        Open("", new(false, Lifetime: TimeSpan.FromSeconds(1))),
    ];

    /// <inheritdoc/>
    public override void Run(Span<byte> input)
    {
        if (OpenMessage.TryRead(input, out var message)) _ = (message.IsLabelValid, message.Label.Length, message.Reliability);
    }

    static byte[] Open(string label, Media.Sctp.SctpReliability reliability)
    {
        var bytes = new byte[100];
        return bytes[..OpenMessage.Write(label, reliability, bytes)];
    }
}
