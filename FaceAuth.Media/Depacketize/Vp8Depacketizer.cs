namespace FaceAuth.Media.Depacketize;

/// <summary>VP8 over RTP (RFC 7741, https://www.rfc-editor.org/rfc/rfc7741).</summary>
internal sealed class Vp8Depacketizer : IDepacketizer
{
    /// <inheritdoc/>
    public bool TryInspect(ReadOnlySpan<byte> payload, out PayloadFacts facts)
    {
        facts = default;
        if (!Vp8Descriptor.TryRead(payload, out var descriptor)) return false;
        if (!descriptor.StartsPicture) return true;
        if (!Vp8FrameHeader.TryRead(payload[descriptor.Length..], out var header)) return false;
        facts = new PayloadFacts(PictureStart.Yes, header.IsKeyframe, header.Width, header.Height);
        return true;
    }

    /// <inheritdoc/>
    public bool TryAppend(ReadOnlySpan<byte> payload, CodedPicture picture) =>
        Vp8Descriptor.TryRead(payload, out var descriptor) && picture.TryAppend(payload[descriptor.Length..]);
}
