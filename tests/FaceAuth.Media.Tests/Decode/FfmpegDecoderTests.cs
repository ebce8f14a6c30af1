using System.Security.Cryptography;
using FaceAuth.Frames;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Depacketize;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Decode;

public sealed class FfmpegDecoderTests : IDisposable
{
    readonly VideoFramePool _pool = new(limit: 4, kept: 4);
    readonly FfmpegDecoder _decoder;

    public FfmpegDecoderTests()
    {
        Require.Ffmpeg();
        _decoder = new FfmpegDecoder(VideoCodec.Vp8, maxSide: 640);
    }

    [Theory]
    [InlineData("testsrc")]
    [InlineData("odd")]
    public void Decodes_what_libvpx_decodes(string clip)
    {
        var hashes = new List<string>();

        foreach (var picture in Ivf.Pictures($"vp8/{clip}.ivf"))
        {
            Assert.Equal(DecodeOutcome.Decoded, _decoder.Decode(picture, _pool, out var frame));
            using (frame) hashes.Add(Md5(frame!));
        }

        Assert.Equal(Vectors.Text($"vp8/{clip}.framemd5").Split('\n', StringSplitOptions.RemoveEmptyEntries), hashes);
    }

    [Fact]
    public void Follows_a_change_of_size_in_mid_stream()
    {
        var sizes = new List<(int, int)>();

        foreach (var picture in Ivf.Pictures("vp8/testsrc.ivf").Take(3).Concat(Ivf.Pictures("vp8/odd.ivf")))
        {
            Assert.Equal(DecodeOutcome.Decoded, _decoder.Decode(picture, _pool, out var frame));
            using (frame) sizes.Add((frame!.Width, frame.Height));
        }

        Assert.Equal([(320, 240), (320, 240), (320, 240), (161, 121), (161, 121), (161, 121), (161, 121)], sizes);
    }

    [Fact]
    public void Repeats_the_last_sample_into_the_padding()
    {
        _decoder.Decode(Ivf.Pictures("vp8/odd.ivf")[0], _pool, out var frame);

        using (frame)
        {
            Assert.Equal(192, frame!.StrideY);
            for (var row = 0; row < frame.Height; row++)
            {
                var edge = frame.Y.Slice(row * frame.StrideY, frame.StrideY)[(frame.Width - 1)..];
                Assert.False(edge.ContainsAnyExcept(edge[0]));
            }
        }
    }

    [Fact]
    public void Refuses_a_keyframe_larger_than_allowed_before_any_memory_is_taken_for_it()
    {
        var picture = Ivf.Pictures("vp8/testsrc.ivf")[0];
        (picture[6], picture[7]) = (0xFF, 0x3F);

        Assert.Equal(DecodeOutcome.BadSize, _decoder.Decode(picture, _pool, out var frame));

        Assert.Null(frame);
        Assert.Equal(0, _pool.Out);
    }

    [Fact]
    public void Shows_nothing_that_refers_to_what_a_broken_picture_left()
    {
        var pictures = Ivf.Pictures("vp8/testsrc.ivf");
        Show(pictures[0]);

        Assert.Equal(DecodeOutcome.Corrupt, _decoder.Decode([1, 2], _pool, out _));
        Assert.Equal(DecodeOutcome.Corrupt, _decoder.Decode(pictures[1], _pool, out _));

        Show(pictures[0]);
        Show(pictures[1]);
    }

    [Fact]
    public void Goes_on_when_the_pool_lends_no_frame()
    {
        var pictures = Ivf.Pictures("vp8/testsrc.ivf");
        using var one = new VideoFramePool(limit: 1, kept: 1);
        _decoder.Decode(pictures[0], one, out var first);

        Assert.Equal(DecodeOutcome.NoFrame, _decoder.Decode(pictures[1], one, out _));

        first!.Dispose();
        Assert.Equal(DecodeOutcome.Decoded, _decoder.Decode(pictures[2], one, out var third));
        using (third) Assert.Equal(Vectors.Text("vp8/testsrc.framemd5").Split('\n')[2], Md5(third!));
    }

    [Fact]
    public void Survives_hostile_pictures()
    {
        var pictures = Ivf.Pictures("vp8/testsrc.ivf");
        var random = new Random(20);
        var outcomes = new int[5];

        for (var round = 0; round < 60; round++)
        {
            Show(pictures[0]);
            var at = random.Next(pictures.Count);
            foreach (var hostile in Mutations.Of(pictures[at], seed: round, count: 20))
            {
                outcomes[(int)_decoder.Decode(hostile, _pool, out var frame)]++;
                frame?.Dispose();
            }
        }

        Assert.Equal(0, _pool.Out);
        Assert.All(new[] { DecodeOutcome.Decoded, DecodeOutcome.Corrupt }, outcome => Assert.True(outcomes[(int)outcome] > 50));
        Show(pictures[0]);
    }

    [Fact]
    public void Says_what_to_install_when_ffmpeg_is_missing()
    {
        var asked = new List<string>();

        var error = Assert.Throws<MediaStartException>(() => FfmpegLibraries.Load(name =>
        {
            asked.Add(name);
            return 0;
        }));

        Assert.Contains("apt-get install libavcodec", error.Message, StringComparison.Ordinal);
        Assert.Equal(5, asked.Count);
    }

    [Fact]
    public void Takes_the_newest_matching_pair()
    {
        var there = new[] { ("avutil", 60), ("avcodec", 61), ("avutil", 58), ("avcodec", 60), ("avutil", 57), ("avcodec", 59) }
            .Select(library => FfmpegLibraries.FileName(library.Item1, library.Item2)).ToHashSet();

        var found = FfmpegLibraries.Load(name => there.Contains(name) ? 1 : 0);

        Assert.Equal(60, found.CodecMajor);
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _decoder.Dispose();
        _pool.Dispose();
    }

    void Show(byte[] picture)
    {
        Assert.Equal(DecodeOutcome.Decoded, _decoder.Decode(picture, _pool, out var frame));
        frame!.Dispose();
    }

    static string Md5(VideoFrame frame)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        for (var row = 0; row < frame.Height; row++) md5.AppendData(frame.Y.Slice(row * frame.StrideY, frame.Width));
        for (var row = 0; row < frame.ChromaHeight; row++) md5.AppendData(frame.U.Slice(row * frame.StrideUV, frame.ChromaWidth));
        for (var row = 0; row < frame.ChromaHeight; row++) md5.AppendData(frame.V.Slice(row * frame.StrideUV, frame.ChromaWidth));
        return Convert.ToHexStringLower(md5.GetHashAndReset());
    }
}
