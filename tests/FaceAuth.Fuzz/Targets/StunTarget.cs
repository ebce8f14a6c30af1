using FaceAuth.Media.Stun;
using FaceAuth.Testing;

namespace FaceAuth.Fuzz.Targets;

/// <summary>STUN messages and everything that is asked of one.</summary>
internal sealed class StunTarget : FuzzTarget
{
    readonly byte[] _key = "VOkJxbRl1RmTxUk/WvJxBt"u8.ToArray();

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds { get; } =
        [.. Directory.GetFiles(Vectors.PathOf("rfc5769"), "*.hex").Order(StringComparer.Ordinal).Select(file => Vectors.Hex(file))];

    /// <inheritdoc/>
    public override void Run(Span<byte> input)
    {
        if (!StunMessage.TryRead(input, out var message)) return;
        message.VerifyIntegrity(_key);
        message.TryGetPriority(out _);
        message.TryGetTieBreaker(StunAttribute.IceControlling, out _);
        message.TryGetXorMappedAddress(out _);
        _ = (message.Username.Length, message.ErrorCode, message.UseCandidate, message.TransactionId.Length);
        Span<ushort> unknown = stackalloc ushort[4];
        message.CopyUnknownRequired(unknown);
    }
}
