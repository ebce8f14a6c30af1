using FaceAuth.Frames;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Depacketize;

/// <summary>H.264, VP9 and AV1 from RTP payloads to decoded pictures.</summary>
public sealed class CodecTests : IDisposable
{
    readonly PacketPool _packets = new(limit: 2000);
    readonly CodedPicturePool _pictures = new(limit: 32, maxBytes: 100_000);
    readonly VideoFramePool _frames = new(limit: 4, kept: 4);

    public static TheoryData<string, string> Clips => new()
    {
        { "H264", "h264/baseline.h264" }, { "H264", "h264/high.h264" }, { "Vp9", "vp9/testsrc.ivf" }, { "Av1", "av1/testsrc.ivf" },
    };

    public void Dispose() => _frames.Dispose();

    [Theory]
    [MemberData(nameof(Clips))]
    public void Every_picture_decodes_to_what_the_reference_decoder_shows_however_it_was_cut(string codec, string vector)
    {
        Require.Ffmpeg();
        foreach (var longest in new[] { 40, 100, 333, 1200 })
        {
            var hashes = Decode(codec, Receive(codec, Packets(codec, vector, longest)));

            Assert.Equal(CodedClip.Hashes(vector), hashes);
        }
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void Packets_that_overtake_each_other_make_the_same_pictures(string codec, string vector)
    {
        Require.Ffmpeg();
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var packets = Packets(codec, vector, longest: 90);
            var late = packets.Select((packet, index) => (packet, Place: index + (index < 3 ? 0 : random.Next(8))))
                .OrderBy(one => one.Place).Select(one => one.packet);

            var hashes = Decode(codec, Receive(codec, late));

            Assert.Equal(CodedClip.Hashes(vector), hashes);
        }
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void Keyframes_are_known_with_their_size_and_nothing_else_is_one(string codec, string vector)
    {
        var pictures = Receive(codec, Packets(codec, vector, longest: 200));

        Assert.Equal(CodedClip.Pictures, pictures.Count);
        for (var index = 0; index < pictures.Count; index++)
        {
            var isKey = index % CodedClip.KeyframeEvery == 0;
            using var picture = pictures[index];
            Assert.Equal(isKey, picture.IsKeyframe);
            Assert.Equal(isKey ? (CodedClip.Width, CodedClip.Height) : (0, 0), (picture.Width, picture.Height));
        }
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void A_stream_joined_in_the_middle_begins_with_the_next_keyframe(string codec, string vector)
    {
        Require.Ffmpeg();
        var packets = Packets(codec, vector, longest: 60);
        var second = packets.FindIndex(packet => packet.Timestamp == CodedClip.KeyframeEvery);
        for (var joined = 2; joined < second; joined += 3)   // the first may be a delimiter, which nobody misses
        {
            var hashes = Decode(codec, Receive(codec, packets.Skip(joined)));

            Assert.Equal(CodedClip.Hashes(vector).Skip(CodedClip.KeyframeEvery), hashes);
        }
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void Nothing_comes_of_a_picture_with_a_packet_missing_until_the_next_keyframe(string codec, string vector)
    {
        Require.Ffmpeg();
        var packets = Packets(codec, vector, longest: 60);
        var lost = packets.FindIndex(packet => packet.Timestamp == 2);

        var hashes = Decode(codec, Receive(codec, packets.Where((_, index) => index != lost), givingUp: true));

        Assert.Equal([.. CodedClip.Hashes(vector).Take(2), .. CodedClip.Hashes(vector).Skip(CodedClip.KeyframeEvery)], hashes);
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void Hostile_payloads_are_refused_or_make_a_picture_that_the_decoder_survives(string codec, string vector)
    {
        Require.Ffmpeg();
        var depacketizer = IDepacketizer.Of(Enum.Parse<VideoCodec>(codec));
        using var decoder = new FfmpegDecoder(Enum.Parse<VideoCodec>(codec), maxSide: 640);
        var packets = Packets(codec, vector, longest: 150);
        var (refused, taken) = (0, 0);
        for (var index = 0; index < packets.Count; index++)
        {
            Assert.True(_pictures.TryRent(out var picture));
            using (picture)
            {
                foreach (var hostile in Mutations.Of(packets[index].Payload, seed: index, count: 60))
                {
                    if (hostile.Length > 0 && depacketizer.TryInspect(hostile, out _) && depacketizer.TryAppend(hostile, picture)) taken++;
                    else refused++;
                }

                decoder.Decode(picture.Data, _frames, out var frame);
                frame?.Dispose();
            }
        }

        Assert.True(taken > 100 && refused > 100, $"{taken} taken, {refused} refused");
        Assert.Equal(0, _frames.Out);
    }

    [Theory]
    [InlineData("H264", "80 00")]                   // forbidden bit
    [InlineData("H264", "19 00 01 41")]             // STAP-B
    [InlineData("H264", "1D 80 41")]                // FU-B
    [InlineData("H264", "1C 9C 88")]                // FU-A of a FU-A
    [InlineData("H264", "78 00 00")]                // empty unit in a STAP-A
    [InlineData("H264", "78 00 05 41 9A")]          // unit longer than the STAP-A
    [InlineData("H264", "41")]
    [InlineData("Vp9", "88")]                       // nothing after the descriptor
    [InlineData("Vp9", "50 01 01 01 01 82")]        // four references
    [InlineData("Vp9", "0A F8 00 00 00")]           // structure cut short
    [InlineData("Vp9", "08 A2 49 83 42")]           // another profile
    [InlineData("Av1", "00")]
    [InlineData("Av1", "88 01 32")]                 // goes on and begins at once
    [InlineData("Av1", "00 05 32 00")]              // element longer than the payload
    [InlineData("Av1", "20 01 32")]                 // second of two elements missing
    [InlineData("Av1", "00 80 80 80 80 01 32")]     // endless length
    [InlineData("Av1", "10 B2 00")]                 // forbidden bit
    [InlineData("Av1", "10 0A 40 00 00")]           // sequence header of another profile
    public void A_payload_that_the_format_does_not_allow_is_refused(string codec, string hex) =>
        Assert.False(IDepacketizer.Of(Enum.Parse<VideoCodec>(codec))
            .TryInspect(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out _));

    [Fact]
    public void An_obu_that_comes_with_its_size_has_it_once()
    {
        Assert.True(_pictures.TryRent(out var picture));
        using (picture)
        {
            Assert.True(new Av1Depacketizer().TryAppend([0x10, 0x32, 0x03, 7, 8, 9], picture));

            Assert.Equal([0x32, 0x83, 0x80, 0x80, 0x00, 7, 8, 9], picture.Data.ToArray());
        }
    }

    static List<(long Sequence, uint Timestamp, byte[] Payload, bool Marker)> Packets(string codec, string vector, int longest)
    {
        List<(long, uint, byte[], bool)> packets = [];
        foreach (var (index, payloads) in CodedClip.Payloads(Enum.Parse<VideoCodec>(codec), vector, longest).Index())
        {
            foreach (var (at, payload) in payloads.Index())
                packets.Add((65_530 + packets.Count, (uint)index, payload, at == payloads.Count - 1));
        }

        return packets;
    }

    List<CodedPicture> Receive(
        string codec, IEnumerable<(long Sequence, uint Timestamp, byte[] Payload, bool Marker)> packets, bool givingUp = false)
    {
        var depacketizer = IDepacketizer.Of(Enum.Parse<VideoCodec>(codec));
        using var jitter = new JitterBuffer(depacketizer, _packets, _pictures, maxPackets: 2048);
        List<CodedPicture> pictures = [];
        foreach (var packet in packets)
        {
            Assert.True(depacketizer.TryInspect(packet.Payload, out var facts));
            jitter.Insert(packet.Sequence, packet.Timestamp, packet.Marker, packet.Payload, facts, TimeSpan.Zero);
            if (givingUp && jitter.IsBlocked) jitter.NeedKeyframe();
            while (jitter.TryTake(out var picture)) pictures.Add(picture);
        }

        return pictures;
    }

    List<string> Decode(string codec, List<CodedPicture> pictures)
    {
        using var decoder = new FfmpegDecoder(Enum.Parse<VideoCodec>(codec), maxSide: 640);
        List<string> hashes = [];
        foreach (var coded in pictures)
        {
            using (coded)
            {
                Assert.Equal(DecodeOutcome.Decoded, decoder.Decode(coded.Data, _frames, out var frame));
                using (frame) hashes.Add(CodedClip.Hash(frame!));
            }
        }

        return hashes;
    }
}
