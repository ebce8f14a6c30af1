using FaceAuth.Frames;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Stills;

namespace FaceAuth.Pipeline.Tests.Imaging;

/// <summary>Small copies of pictures, and the files that are made of them.</summary>
public sealed class ShrinkingTests : IDisposable
{
    readonly VideoFramePool _frames = new(limit: 2, kept: 0);
    readonly PicturePyramid _pyramid = new();
    readonly JudgedPicture _kept = new();

    [Theory]
    [InlineData(640, 480, 480, 360)]
    [InlineData(1280, 720, 480, 270)]
    [InlineData(720, 1280, 270, 480)]
    [InlineData(1920, 1080, 480, 270)]
    [InlineData(4096, 2, 480, 2)]
    [InlineData(2, 2, 2, 2)]
    [InlineData(321, 241, 321, 241)]
    [InlineData(481, 479, 480, 478)]
    public void A_picture_keeps_its_shape_and_its_longer_side_is_480_at_most(int width, int height, int keptWidth, int keptHeight)
    {
        using var frame = Frame(width, height, (_, _) => 128);

        Shrink(frame);

        Assert.Equal((keptWidth, keptHeight), (_kept.Width, _kept.Height));
    }

    [Theory]
    [InlineData(640, 480)]
    [InlineData(1280, 720)]
    [InlineData(300, 200)]
    public void What_is_bright_on_the_left_and_dark_below_stays_so_in_the_file(int width, int height)
    {
        using var frame = Frame(width, height, (x, y) => 40 + 150 * (width - x) / width * (height - y) / height);
        Shrink(frame);

        var file = _kept.ToJpeg(64 * 1024)!;

        using var pool = new VideoFramePool(limit: 1, kept: 0);
        var (read, flaw) = StillPicture.Read(file, pool);
        Assert.Null(flaw);
        using (read)
        {
            Assert.Equal((_kept.Width, _kept.Height), (read!.Width, read.Height));
            for (var part = 1; part < 8; part++)
            {
                var (x, y) = (read.Width * part / 8, read.Height * (8 - part) / 8);
                var expected = 40 + 150 * (read.Width - x) / read.Width * (read.Height - y) / read.Height;
                Assert.InRange(read.Y[y * read.StrideY + x], expected - 6, expected + 6);
            }
        }
    }

    [Fact]
    public void Noise_gets_coarser_until_it_fits_and_is_left_out_where_it_cannot()
    {
        var random = new Random(5);
        using var frame = Frame(480, 480, (_, _) => random.Next(16, 236));
        Shrink(frame);

        Assert.InRange(_kept.ToJpeg(64 * 1024)!.Length, 1000, 64 * 1024);
        Assert.Null(_kept.ToJpeg(100));
    }

    public void Dispose()
    {
        _kept.Dispose();
        _frames.Dispose();
    }

    void Shrink(VideoFrame frame)
    {
        _pyramid.Load(frame);
        Shrinking.Into(_pyramid, _kept);
        _pyramid.Unload();
    }

    VideoFrame Frame(int width, int height, Func<int, int, int> luma)
    {
        Assert.True(_frames.TryRent(width, height, out var frame));
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                frame.Y[y * frame.StrideY + x] = (byte)luma(x, y);
        frame.U.Fill(128);
        frame.V.Fill(128);
        return frame;
    }
}
