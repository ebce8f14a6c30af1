using FaceAuth.Frames;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Depacketize;

/// <summary>H.264 as senders send it where they leave the usual way: when parameter sets come, and how units are packed.</summary>
public sealed class H264StreamTests : IDisposable
{
    const string Vector = "h264/baseline.h264";
    const int SequenceSet = 7, PictureSet = 8;

    readonly PacketPool _packets = new(limit: 2000);
    readonly CodedPicturePool _pictures = new(limit: 32, maxBytes: 100_000);
    readonly VideoFramePool _frames = new(limit: 4, kept: 4);
    readonly List<List<byte[]>> _units = CodedClip.Units(Vector);
    readonly List<string> _hashes = [.. CodedClip.Hashes(Vector)];

    public H264StreamTests() => Require.Ffmpeg();

    public void Dispose() => _frames.Dispose();

    static bool IsSet(byte[] unit) => (unit[0] & 31) is SequenceSet or PictureSet;

    byte[][] Sets => [.. _units[0].Where(IsSet)];

    [Fact]
    public void Parameter_sets_that_came_once_serve_every_later_keyframe()
    {
        var sent = Send(_units.Select((units, picture) => picture == 0 ? units : [.. units.Where(unit => !IsSet(unit))]));
        var lost = sent.FindIndex(packet => packet.Timestamp == 2);

        Assert.Equal(_hashes, Show(sent));
        Assert.Equal([.. _hashes.Take(2), .. _hashes.Skip(CodedClip.KeyframeEvery)], Show([.. sent.Where((_, at) => at != lost)]));
    }

    [Fact]
    public void Parameter_sets_of_the_session_description_serve_a_stream_without_any()
    {
        var sent = Send(_units.Select(units => units.Where(unit => !IsSet(unit))));

        Assert.Equal(_hashes, Show(sent, Sets));
        Assert.Empty(Show(sent));
    }

    [Theory]
    [InlineData(SequenceSet)]
    [InlineData(PictureSet)]
    public void Of_both_sets_one_may_come_with_the_description_alone(int missing)
    {
        var sent = Send(_units.Select(units => units.Where(unit => (unit[0] & 31) != missing)));

        Assert.Equal(_hashes, Show(sent, Sets));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parameter_sets_may_be_a_picture_of_their_own(bool marked)
    {
        List<Packet> sent = [];
        foreach (var (picture, units) in _units.Index())
        {
            var sets = units.Where(IsSet).ToList();
            foreach (var (at, set) in sets.Index()) Add(sent, 100 + picture, set, marked && at == sets.Count - 1);
            AddPicture(sent, picture, [.. units.Where(unit => !IsSet(unit))]);
        }

        Assert.Equal(_hashes, Show(sent));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parameter_sets_may_have_the_time_of_the_picture_before(bool afterItsMarker)
    {
        List<Packet> sent = [];
        foreach (var (picture, units) in _units.Index())
        {
            foreach (var set in units.Where(IsSet))
                Add(sent, picture == 0 ? 99 : picture - 1, set, marker: false);
            AddPicture(sent, picture, [.. units.Where(unit => !IsSet(unit))]);
        }

        if (!afterItsMarker)
        {
            // the picture before ends with its last slice, but the marker comes with the sets behind it
            for (var at = 1; at + 1 < sent.Count; at++)
            {
                var isLastSet = IsSet(sent[at].Payload) && !IsSet(sent[at + 1].Payload);
                if (isLastSet && sent[at].Timestamp < 99) sent[at] = sent[at] with { Marker = true };
                if (!IsSet(sent[at].Payload) && IsSet(sent[at + 1].Payload)) sent[at] = sent[at] with { Marker = false };
            }
        }

        Assert.Equal(_hashes, Show(sent));
    }

    [Fact]
    public void Small_slices_may_come_as_one_fragment_that_starts_and_ends()
    {
        List<Packet> sent = [];
        foreach (var (picture, units) in _units.Index())
            AddPicture(sent, picture, [.. units.Select(unit => IsSet(unit) ? unit
                : [(byte)((unit[0] & 0xE0) | 28), (byte)(0xC0 | (unit[0] & 31)), .. unit[1..]])]);

        Assert.Equal(_hashes, Show(sent));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Zeros_behind_the_units_of_a_packet_are_passed_over(int zeros)
    {
        var sent = Send(CodedClip.Payloads(VideoCodec.H264, Vector, longest: 1000)
            .Select(payloads => payloads.Select(payload => IsAggregate(payload) ? [.. payload, .. new byte[zeros]] : payload)));

        Assert.Contains(sent, packet => IsAggregate(packet.Payload));
        Assert.Equal(_hashes, Show(sent));

        static bool IsAggregate(byte[] payload) => (payload[0] & 31) == 24;
    }

    [Fact]
    public void A_keyframe_that_overtook_its_first_parameter_sets_is_one_when_they_come()
    {
        var sent = Send(_units);
        sent.Reverse(0, sent.FindIndex(packet => packet.Timestamp == 1));

        Assert.Equal(_hashes, Show(sent));
    }

    [Fact]
    public void Parameter_sets_with_every_picture_make_no_keyframe_of_it()
    {
        var sent = Send(_units.Select(units => Sets.Concat(units.Where(unit => !IsSet(unit)))));

        var keyframes = Receive(sent, []).ConvertAll(picture =>
        {
            using (picture) return picture.IsKeyframe;
        });

        Assert.Equal(Enumerable.Range(0, CodedClip.Pictures).Select(picture => picture % CodedClip.KeyframeEvery == 0), keyframes);
    }

    [Fact]
    public void A_keyframe_comes_out_with_its_parameter_sets_whenever_they_were_sent()
    {
        var sent = Send(_units.Select((units, picture) => picture == 0 ? units : [.. units.Where(unit => !IsSet(unit))]));

        var pictures = Receive([.. sent], []);

        var second = pictures[CodedClip.KeyframeEvery];
        Assert.True(second.IsKeyframe);
        Assert.Equal((CodedClip.Width, CodedClip.Height), (second.Width, second.Height));
        Assert.True(second.Data.IndexOf<byte>([0, 0, 0, 1, .. Sets[0], 0, 0, 0, 1, .. Sets[1]]) >= 0);
        pictures.ForEach(picture => picture.Dispose());
    }

    [Fact]
    public void A_flood_of_ever_new_parameter_sets_is_bounded()
    {
        var sets = new H264ParameterSets();
        for (var flood = 0; flood < 5000; flood++)
        {
            byte[] set = [.. Sets[0], (byte)flood, (byte)(flood >> 8), 0x80];
            sets.TakeSequence(set);
            sets.TakePicture([0x68, .. BitConverter.GetBytes(0xCE000000u | (uint)flood)]);
        }

        Assert.Equal(H264ParameterSets.MostChanges, sets.Version);
    }

    sealed record Packet(long Sequence, uint Timestamp, byte[] Payload, bool Marker);

    static List<Packet> Send(IEnumerable<IEnumerable<byte[]>> pictures)
    {
        List<Packet> sent = [];
        foreach (var (picture, units) in pictures.Index()) AddPicture(sent, picture, [.. units]);
        return sent;
    }

    static void AddPicture(List<Packet> sent, int timestamp, List<byte[]> payloads)
    {
        foreach (var (at, payload) in payloads.Index()) Add(sent, timestamp, payload, at == payloads.Count - 1);
    }

    static void Add(List<Packet> sent, int timestamp, byte[] payload, bool marker) =>
        sent.Add(new(65_530 + sent.Count, (uint)timestamp, payload, marker));

    List<CodedPicture> Receive(List<Packet> sent, byte[][] sets)
    {
        var depacketizer = IDepacketizer.Of(VideoCodec.H264, sets);
        using var jitter = new JitterBuffer(depacketizer, _packets, _pictures, maxPackets: 2048);
        List<CodedPicture> pictures = [];
        foreach (var packet in sent)
        {
            Assert.True(depacketizer.TryInspect(packet.Payload, out var facts));
            jitter.Insert(packet.Sequence, packet.Timestamp, packet.Marker, packet.Payload, facts, TimeSpan.Zero);
            if (jitter.IsBlocked && packet.Sequence > jitter.Blocking + 40) jitter.NeedKeyframe();
            while (jitter.TryTake(out var picture)) pictures.Add(picture);
        }

        if (jitter.IsBlocked) jitter.NeedKeyframe();
        while (jitter.TryTake(out var picture)) pictures.Add(picture);
        return pictures;
    }

    // with a decoder of its own from the last keyframe on, as after a fault
    List<string> Show(List<Packet> sent, params byte[][] sets)
    {
        FfmpegDecoder? decoder = null;
        List<string> hashes = [];
        foreach (var picture in Receive(sent, sets))
        {
            using (picture)
            {
                if (picture.IsKeyframe)
                {
                    decoder?.Dispose();
                    decoder = new FfmpegDecoder(VideoCodec.H264, maxSide: 640);
                }

                Assert.NotNull(decoder);
                Assert.Equal(DecodeOutcome.Decoded, decoder.Decode(picture.Data, _frames, out var frame));
                using (frame) hashes.Add(CodedClip.Hash(frame!));
            }
        }

        decoder?.Dispose();
        return hashes;
    }
}
