using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Imaging;

public sealed class HalvingTests
{
    [Theory]
    [InlineData(640, 4)]
    [InlineData(641, 5)]
    [InlineData(63, 3)]
    [InlineData(127, 2)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void The_vector_form_gives_what_the_plain_form_gives(int width, int height)
    {
        var stride = width + 13;
        var source = new byte[stride * height];
        new Random(width).NextBytes(source);
        var targetStride = Halving.Of(width) + 5;
        var (vector, plain) = (new byte[targetStride * Halving.Of(height)], new byte[targetStride * Halving.Of(height)]);

        Halving.Halve(source, width, height, stride, vector, targetStride);
        Halving.HalvePlain(source, width, height, stride, plain, targetStride);

        Assert.Equal(plain, vector);
    }

    [Fact]
    public void A_sample_is_the_rounded_mean_of_its_four()
    {
        byte[] source = [1, 2, 255, 255, 4, 4, 255, 254];
        var target = new byte[2];

        Halving.Halve(source, 4, 2, 4, target, 2);

        Assert.Equal([3, 255], target);   // 11 ÷ 4 = 2.75, 1019 ÷ 4 = 254.75
    }

    [Fact]
    public void An_odd_last_row_and_column_count_twice()
    {
        byte[] source = [10, 10, 40, 10, 10, 40, 20, 20, 80];
        var target = new byte[4];

        Halving.Halve(source, 3, 3, 3, target, 2);

        Assert.Equal([10, 40, 20, 80], target);
    }
}
