using FaceAuth.Frames;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Tests.Decode;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Depacketize;

/// <summary>VP9 with spatial layers: here a vector's pictures, two by two, the second as the layer above the first.</summary>
public sealed class SpatialLayerTests : IDisposable
{
    const string Vector = "vp9/testsrc.ivf";

    readonly PacketPool _packets = new(limit: 2000);
    readonly CodedPicturePool _pictures = new(limit: 32, maxBytes: 100_000);
    readonly VideoFramePool _frames = new(limit: 4, kept: 4);

    public void Dispose() => _frames.Dispose();

    [Fact]
    public void Of_each_picture_the_highest_layer_is_shown()
    {
        Require.Ffmpeg();
        using var decoder = new FfmpegDecoder(VideoCodec.Vp9, maxSide: 640);
        List<string> hashes = [];
        List<bool> keyframes = [];
        foreach (var picture in Receive())
        {
            using (picture)
            {
                Assert.Equal(DecodeOutcome.Decoded, decoder.Decode(picture.Data, _frames, out var frame));
                using (frame) hashes.Add(CodedClip.Hash(frame!));
                keyframes.Add(picture.IsKeyframe);
            }
        }

        Assert.Equal(CodedClip.Hashes(Vector).Where((_, index) => index % 2 == 1), hashes);
        Assert.Equal([true, false, false, true, false, false], keyframes);
        Assert.Equal(0, _frames.Out);
    }

    [Fact]
    public void A_keyframe_tells_the_highest_layers_size()
    {
        var pictures = Receive();

        Assert.Equal((640, 480), (pictures[0].Width, pictures[0].Height));
        pictures.ForEach(picture => picture.Dispose());
    }

    [Fact]
    public void More_layers_than_the_format_has_are_no_picture()
    {
        var depacketizer = new Vp9Depacketizer();
        Assert.True(_pictures.TryRent(out var picture));
        using (picture)
        {
            byte[] layer = [0x28, 0x02, 0x00, 0x82, 0x49];
            Assert.All(Enumerable.Range(0, 8), _ => Assert.True(depacketizer.TryAppend(layer, picture)));
            Assert.False(depacketizer.TryAppend(layer, picture));
        }
    }

    List<CodedPicture> Receive()
    {
        var depacketizer = IDepacketizer.Of(VideoCodec.Vp9);
        using var jitter = new JitterBuffer(depacketizer, _packets, _pictures, maxPackets: 2048);
        List<CodedPicture> pictures = [];
        var sequence = 0L;
        foreach (var (index, coded) in Ivf.Pictures(Vector).Index())
        {
            var (layer, isKey) = (index % 2, index % CodedClip.KeyframeEvery == 0);
            var parts = coded.Chunk(300).ToList();
            foreach (var (at, part) in parts.Index())
            {
                var flags = 0x80 | (isKey || layer > 0 ? 0 : 0x40) | 0x20 | (at == 0 ? 0x08 : 0);
                flags |= (at == parts.Count - 1 ? 0x04 : 0) | (isKey && at == 0 ? 0x02 : 0);
                byte[] sizes = isKey && at == 0 ? [0x30, 320 >> 8, 320 & 255, 0, 240, 640 >> 8, 640 & 255, 480 >> 8, 480 & 255] : [];
                byte[] payload = [(byte)flags, 0x81, (byte)(index / 2), (byte)(layer << 1), (byte)index, .. sizes, .. part];
                Assert.True(depacketizer.TryInspect(payload, out var facts));
                jitter.Insert(sequence++, (uint)(index / 2), layer == 1 && at == parts.Count - 1, payload, facts, TimeSpan.Zero);
                while (jitter.TryTake(out var picture)) pictures.Add(picture);
            }
        }

        return pictures;
    }
}
