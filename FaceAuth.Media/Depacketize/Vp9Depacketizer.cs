namespace FaceAuth.Media.Depacketize;

/// <summary>VP9 over RTP (RFC 9628, https://www.rfc-editor.org/rfc/rfc9628), with as many spatial layers as it has.</summary>
/// <remarks>
/// A picture of several comes out as one superframe (VP9 bitstream specification, annex B), its last frame the one to show.
/// </remarks>
internal sealed class Vp9Depacketizer : IDepacketizer
{
    /// <inheritdoc/>
    public bool TryInspect(ReadOnlySpan<byte> payload, out PayloadFacts facts)
    {
        facts = default;
        if (!Vp9Descriptor.TryRead(payload, out var descriptor)) return false;
        if (!descriptor.StartsFrame || descriptor.SpatialLayer > 0) return true;   // a layer above goes on with the picture
        if (!Vp9FrameHeader.TryRead(payload[descriptor.Length..], out var header)) return false;
        var isKeyframe = header.IsKeyframe && !descriptor.IsPredicted;
        facts = isKeyframe && descriptor.TopSize is { Width: > 0 } top
            ? new(PictureStart.Yes, true, top.Width, top.Height)
            : new(PictureStart.Yes, isKeyframe, header.Width, header.Height);
        return true;
    }

    /// <inheritdoc/>
    public bool TryAppend(ReadOnlySpan<byte> payload, CodedPicture picture) =>
        Vp9Descriptor.TryRead(payload, out var descriptor)
        && (!descriptor.StartsFrame || picture.TryBeginLayer())
        && picture.TryAppend(payload[descriptor.Length..]);

    /// <inheritdoc/>
    public bool TryFinish(CodedPicture picture)
    {
        var layers = picture.Layers;
        if (layers.Length < 2) return true;
        // marker, then each frame's size, then the marker again: 0b110, bytes of a size less one, frames less one
        const int SizeBytes = 4;
        var marker = (byte)(0xC0 | (SizeBytes - 1) << 3 | (layers.Length - 1));
        var end = picture.Length;
        if (!picture.TryAppend([marker])) return false;
        Span<byte> size = stackalloc byte[SizeBytes];
        for (var layer = 0; layer < layers.Length; layer++)
        {
            var until = layer + 1 < layers.Length ? layers[layer + 1] : end;
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(size, until - layers[layer]);
            if (!picture.TryAppend(size)) return false;
        }

        return picture.TryAppend([marker]);
    }
}
