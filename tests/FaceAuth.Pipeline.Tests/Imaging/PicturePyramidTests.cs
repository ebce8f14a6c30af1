using System.Numerics;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Imaging;

public sealed class PicturePyramidTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_level_shows_the_same_place(int level)
    {
        // On a ramp the mean of a block is the ramp at its middle, so a level that were shifted by half a pixel would show it.
        using var frame = Pictures.Ramp(400, 240, 0.4f, 0.2f);
        var picture = Pictures.Load(frame);
        var format = new TensorFormat(16, 8, false, false, Vector3.Zero, Vector3.One, PictureBorder.Repeat);
        var map = CropMap.Stretch(new Box(80, 60, 240, 120), 16, 8);
        var tensor = new float[format.Length];

        picture.SampleLevel(level, map, format, tensor);

        for (var row = 0; row < 8; row++)
        {
            for (var column = 0; column < 16; column++)
            {
                var at = Vector2.Transform(new(column, row), map);
                Assert.Equal(255f / 219 * (0.4f * at.X + 0.2f * at.Y), tensor[row * 16 + column], 1.2);
            }
        }
    }

    [Fact]
    public void Fine_stripes_do_not_alias_when_shrunk()
    {
        using var frame = Pictures.Uniform(512, 256, 16, 128, 128);
        for (var row = 0; row < 256; row++)
        {
            for (var column = 0; column < 512; column += 2) frame.Y[row * frame.StrideY + column] = 235;
        }

        var picture = Pictures.Load(frame);
        var format = new TensorFormat(64, 32, false, false, Vector3.Zero, Vector3.One, PictureBorder.Repeat);
        var map = CropMap.Stretch(new Box(0, 0, 512 - 9, 256), 64, 32);
        var (levelled, direct) = (new float[format.Length], new float[format.Length]);

        picture.Sample(map, format, levelled);
        picture.SampleLevel(0, map, format, direct);

        Assert.All(levelled, value => Assert.Equal(127.5, value, 2.0));
        Assert.True(direct.Max() - direct.Min() > 100, "the check itself: without levels stripes do alias");
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 900)]
    [InlineData(4096, 2)]
    [InlineData(1279, 719)]
    public void Odd_and_narrow_pictures_have_levels_too(int width, int height)
    {
        using var frame = Pictures.Uniform(width, height, 126, 128, 128);
        var picture = Pictures.Load(frame);
        var format = new TensorFormat(8, 8, false, false, Vector3.Zero, Vector3.One, PictureBorder.Repeat);
        var tensor = new float[format.Length];

        picture.Sample(CropMap.Stretch(new Box(0, 0, width, height), 8, 8), format, tensor);

        Assert.All(tensor, value => Assert.Equal(255f / 219 * 110, value, 0.01));
    }

    [Fact]
    public void A_new_picture_forgets_the_levels_of_the_last()
    {
        using var dark = Pictures.Uniform(64, 64, 16, 128, 128);
        using var bright = Pictures.Uniform(64, 64, 235, 128, 128);
        var picture = Pictures.Load(dark);
        Assert.Equal(16, picture.Level(2).Y[0]);

        picture.Load(bright);

        Assert.Equal(235, picture.Level(2).Y[0]);
    }

    [Fact]
    public void Without_a_picture_it_says_so() => Assert.Throws<InvalidOperationException>(() => new PicturePyramid().Width);
}
