namespace FaceAuth.Media.Depacketize;

/// <summary>VP9 over RTP (RFC 9628, https://www.rfc-editor.org/rfc/rfc9628), one spatial layer.</summary>
/// <remarks>A picture of several would have to be cut to the decoder's taste, and senders offer them only when asked.</remarks>
internal sealed class Vp9Depacketizer : IDepacketizer
{
    /// <inheritdoc/>
    public bool TryInspect(ReadOnlySpan<byte> payload, out PayloadFacts facts)
    {
        facts = default;
        if (!Vp9Descriptor.TryRead(payload, out var descriptor) || descriptor.SpatialLayer > 0) return false;
        if (!descriptor.StartsFrame) return true;
        if (!Vp9FrameHeader.TryRead(payload[descriptor.Length..], out var header)) return false;
        facts = new(PictureStart.Yes, header.IsKeyframe && !descriptor.IsPredicted, header.Width, header.Height);
        return true;
    }

    /// <inheritdoc/>
    public bool TryAppend(ReadOnlySpan<byte> payload, CodedPicture picture) =>
        Vp9Descriptor.TryRead(payload, out var descriptor) && picture.TryAppend(payload[descriptor.Length..]);
}
