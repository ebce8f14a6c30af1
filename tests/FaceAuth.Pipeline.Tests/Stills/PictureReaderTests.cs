using System.Diagnostics;
using System.IO.Compression;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Stills;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Stills;

public sealed class PictureReaderTests : IDisposable
{
    const int MostPixels = 1920 * 1080;

    readonly PictureReader _reader = new();

    public static TheoryData<string, byte[]> Sound { get; } = new()
    {
        { "baseline", TestPictures.Jpeg() },
        { "progressive", TestPictures.Jpeg(progressive: true) },
        { "png", TestPictures.Png() },
        { "png with alpha", TestPictures.Png(hasAlpha: true) },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_picture_in_colours_is_decoded(string name, byte[] file)
    {
        using var frame = Read(file);

        Assert.True((64, 48) == (frame.Width, frame.Height), name);
        Assert.Equal(["red", "green", "blue", "white"], Corners(frame));
    }

    [Fact]
    public void Grey_is_decoded_too()
    {
        using var frame = Read(TestPictures.Jpeg(components: 1));

        Assert.InRange(frame.Y[0], 75, 90);
        Assert.InRange(frame.U[0], 127, 129);
    }

    // Exif 2.32 §4.6.4: what the first row and the first column show
    [Theory]
    [InlineData(1, 64, "red green blue white")]
    [InlineData(2, 64, "green red white blue")]
    [InlineData(3, 64, "white blue green red")]
    [InlineData(4, 64, "blue white red green")]
    [InlineData(5, 48, "red blue green white")]
    [InlineData(6, 48, "blue red white green")]
    [InlineData(7, 48, "white green blue red")]
    [InlineData(8, 48, "green white red blue")]
    public void A_picture_is_turned_upright_as_its_exif_says(int orientation, int width, string corners)
    {
        using var frame = Read(TestPictures.Jpeg(orientation: orientation));

        Assert.Equal((width, corners), (frame.Width, string.Join(' ', Corners(frame))));
    }

    [Fact]
    public void A_large_picture_is_made_smaller()
    {
        using var frame = Read(TestPictures.Jpeg(1920, 1072));

        Assert.InRange(Math.Max(frame.Width, frame.Height), 1200, 1280);
    }

    public static TheoryData<string, byte[], PictureFlaw> Flawed { get; } = new()
    {
        { "nothing", [], PictureFlaw.NotAPicture },
        { "a page", "<html><img src=x></html>"u8.ToArray(), PictureFlaw.NotAPicture },
        { "a GIF", "GIF89a"u8.ToArray(), PictureFlaw.NotAPicture },
        { "a WebP", "RIFF\x10\0\0\0WEBPVP8 "u8.ToArray(), PictureFlaw.NotAPicture },
        { "60 000 × 60 000", TestPictures.Png(60_000, 60_000, rows: 0), PictureFlaw.BadSize },
        { "more pixels than allowed", TestPictures.Png(1921, 1081, rows: 0), PictureFlaw.BadSize },
        { "no pixels", TestPictures.Png(0, 0), PictureFlaw.BadSize },
        { "a line", TestPictures.Png(4000, 1), PictureFlaw.BadSize },
        { "65 520 × 16", TestPictures.Jpeg(65_520, 16), PictureFlaw.BadSize },
        { "CMYK", TestPictures.Jpeg(components: 4), PictureFlaw.Unsupported },
        { "animated", TestPictures.Png(chunks: [("acTL", [0, 0, 0, 2, 0, 0, 0, 0])]), PictureFlaw.Unsupported },
        { "a thousand scans", TestPictures.Jpeg(progressive: true, emptyScans: 1000), PictureFlaw.Unsupported },
        { "a polyglot of JPEG and ZIP", [.. TestPictures.Jpeg(), .. "PK\x03\x04"u8], PictureFlaw.NotAPicture },
        { "a polyglot of PNG and a page", [.. TestPictures.Png(), .. "<script>"u8], PictureFlaw.NotAPicture },
        { "rows that are missing", TestPictures.Png(rows: 20), PictureFlaw.NotAPicture },
    };

    [Theory]
    [MemberData(nameof(Flawed))]
    public void A_picture_that_no_camera_makes_is_refused(string name, byte[] file, PictureFlaw flaw)
    {
        var clock = Stopwatch.StartNew();

        var seen = _reader.Read(file, MostPixels, out var frame);

        frame?.Dispose();
        Assert.True(seen == flaw, $"{name}: {seen}");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), name);
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_truncated_picture_is_refused_wherever_it_ends(string name, byte[] file)
    {
        for (var length = 0; length < file.Length; length++)
        {
            var seen = _reader.Read(file.AsSpan(0, length), MostPixels, out var frame);

            frame?.Dispose();
            Assert.True(seen == PictureFlaw.NotAPicture, $"{name} of {length} bytes: {seen}");
        }
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_damaged_picture_throws_nothing(string name, byte[] file)
    {
        foreach (var damaged in Mutations.Of(file, seed: 7, count: 3000))
        {
            var seen = _reader.Read(damaged, MostPixels, out var frame);

            Assert.True(seen is null == frame is not null, name);
            frame?.Dispose();
        }
    }

    [Fact]
    public void A_comment_that_unpacks_to_a_gigabyte_costs_nothing()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest))
            for (var i = 0; i < 64; i++) zip.Write(new byte[1 << 20]);
        byte[] comment = [.. "Comment\0\0"u8, .. packed.ToArray()], profile = [.. "Profile\0\0"u8, .. packed.ToArray()];
        var before = Environment.WorkingSet;

        var seen = _reader.Read(
            TestPictures.Png(chunks: [("zTXt", comment), ("iCCP", profile)]), MostPixels, out var frame);

        frame?.Dispose();
        Assert.True(seen is null or PictureFlaw.NotAPicture);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 48L << 20);
    }

    public void Dispose() => _reader.Dispose();

    VideoFrame Read(byte[] file)
    {
        Assert.Null(_reader.Read(file, MostPixels, out var frame));
        return frame!;
    }

    static string[] Corners(VideoFrame frame)
    {
        var seen = new string[4];
        for (var corner = 0; corner < 4; corner++)
        {
            var (x, y) = (corner % 2 == 0 ? 4 : frame.Width - 4, corner < 2 ? 4 : frame.Height - 4);
            var chroma = y / 2 * frame.StrideUV + x / 2;
            seen[corner] = (frame.Y[y * frame.StrideY + x], frame.U[chroma], frame.V[chroma]) switch
            {
                ( > 200, _, _) => "white",
                (_, _, > 200) => "red",
                (_, > 200, _) => "blue",
                (_, < 80, < 80) => "green",
                var other => other.ToString(),
            };
        }

        return seen;
    }
}
