using FaceAuth.Frames;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Imaging;

public sealed class TurnedPictureTests : IDisposable
{
    readonly VideoFramePool _frames = new(limit: 2, kept: 1);
    readonly TurnedPicture _turned = new();

    [Theory]
    [InlineData(1, 20, 40, 19, 0)]    // the first corner comes to the right
    [InlineData(2, 40, 20, 39, 19)]
    [InlineData(3, 20, 40, 0, 39)]
    public void The_first_corner_comes_where_so_many_quarters_put_it(int quarters, int width, int height, int x, int y)
    {
        Assert.True(_frames.TryRent(40, 20, out var frame));
        using var rented = frame;
        frame.Y.Clear();
        frame.U.Fill(128);
        frame.V.Fill(128);
        (frame.Y[0], frame.U[0], frame.V[0]) = (255, 90, 30);
        var picture = new PicturePyramid();
        picture.Load(frame);

        var level = _turned.Turn(picture, quarters).Level(0);

        Assert.Equal((width, height), (level.Width, level.Height));
        Assert.Equal(255, level.Y[y * level.StrideY + x]);
        var chroma = y / 2 * level.StrideUV + x / 2;
        Assert.Equal((90, 30), (level.U[chroma], level.V[chroma]));
    }

    [Theory]
    [InlineData(1280, 720, 360, 640)]
    [InlineData(4096, 2, 2, 4096)]   // no camera's, but a client may send it
    public void A_large_picture_is_looked_at_small(int width, int height, int turnedWidth, int turnedHeight)
    {
        Assert.True(_frames.TryRent(width, height, out var frame));
        using var rented = frame;
        var picture = new PicturePyramid();
        picture.Load(frame);

        var turned = _turned.Turn(picture, 1);

        Assert.Equal((turnedWidth, turnedHeight), (turned.Width, turned.Height));
    }

    [Fact]
    public void A_grey_camera_has_no_colour_and_another_has()
    {
        Assert.True(_frames.TryRent(64, 48, out var frame));
        using var rented = frame;
        frame.U.Fill(140);   // infrared cameras are of one colour throughout
        frame.V.Fill(150);
        var grey = ColourSpread.Of(frame);
        frame.V[..(frame.V.Length / 2)].Fill(120);

        Assert.Equal(0, grey);
        Assert.InRange(ColourSpread.Of(frame), 14, 16);
    }

    public void Dispose()
    {
        _turned.Dispose();
        _frames.Dispose();
    }
}
