using System.Numerics;
using FaceAuth.Pipeline.Networks;

namespace FaceAuth.Pipeline.Tests.Networks;

public sealed class LetterboxFitTests
{
    [Theory]
    [InlineData(640, 360, 320, 192)]
    [InlineData(640, 480, 320, 256)]
    [InlineData(480, 640, 256, 320)]
    [InlineData(1920, 1080, 320, 192)]
    [InlineData(100, 100, 320, 320)]
    [InlineData(2, 4096, 32, 320)]
    [InlineData(1280, 512, 320, 128)]
    public void The_input_follows_the_pictures_shape_in_steps_of_32(int width, int height, int inputWidth, int inputHeight)
    {
        var fit = LetterboxFit.Of(width, height, 320);

        Assert.Equal((inputWidth, inputHeight), (fit.Width, fit.Height));
        Assert.True(width * fit.Scale <= inputWidth + 0.01f && height * fit.Scale <= inputHeight + 0.01f);
    }

    [Fact]
    public void The_picture_lies_in_the_upper_left_corner()
    {
        var fit = LetterboxFit.Of(640, 360, 320);

        Assert.True(Vector2.Distance(new(-0.5f, -0.5f), Vector2.Transform(new(-0.5f, -0.5f), fit.ToPicture)) < 1e-4f);
        Assert.True(Vector2.Distance(new(639.5f, 359.5f), Vector2.Transform(new(319.5f, 179.5f), fit.ToPicture)) < 1e-3f);
    }
}
