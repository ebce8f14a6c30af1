using FaceAuth.Media.Crypto;

namespace FaceAuth.Media.Tests.Crypto;

public sealed class SecureRandomTests
{
    [Fact]
    public void Random_numbers_stay_in_range()
    {
        var random = new SecureRandom();
        for (var i = 0; i < 1000; i++)
        {
            Assert.InRange(random.Next(3, 5), 3, 4);
            Assert.InRange(random.NextInt64(-5, 1L << 40), -5, (1L << 40) - 1);
            Assert.InRange(random.NextDouble(), 0, 1 - 1e-16);
            Assert.InRange(random.NextSingle(), 0, 1 - 1e-8f);
        }

        Assert.Equal(7, random.Next(7, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt64(2, 1));
    }
}
