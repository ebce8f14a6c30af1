using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Imaging;

public sealed class RankedTests
{
    [Theory]
    [InlineData(1, 1000)]
    [InlineData(2, 3)]     // many equal ones
    [InlineData(48, 2)]
    [InlineData(128, 1000)]
    [InlineData(420, 10)]
    public void Picks_what_sorting_would_put_there(int count, int values)
    {
        var random = new Random(count);
        for (var round = 0; round < 20; round++)
        {
            var numbers = Enumerable.Range(0, count).Select(_ => (float)random.Next(values)).ToArray();
            var sorted = numbers.Order().ToArray();

            for (var rank = 0; rank < count; rank += Math.Max(1, count / 9)) Assert.Equal(sorted[rank], Ranked.Select(numbers, rank));
        }
    }
}
