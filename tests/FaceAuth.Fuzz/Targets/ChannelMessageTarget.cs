using FaceAuth.Signaling.DataChannel;

namespace FaceAuth.Fuzz.Targets;

/// <summary>What a browser says on the data channel.</summary>
internal sealed class ChannelMessageTarget : FuzzTarget
{
    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        """{"type":"ready"}"""u8.ToArray(),
        """{"type":"stats","every":true,"more":{"a":[1,2.5e3,null,"\ud83d\ude00"]}}"""u8.ToArray(),
        """{"x":"ü","type":"bye"}"""u8.ToArray(),
    ];

    /// <inheritdoc/>
    public override void Run(Span<byte> input) => PeerMessageReader.Read(input);
}
