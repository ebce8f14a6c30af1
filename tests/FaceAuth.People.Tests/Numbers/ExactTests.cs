using FaceAuth.People.Numbers;

namespace FaceAuth.People.Tests.Numbers;

public sealed class ExactTests
{
    [Fact]
    public void Agrees_with_the_platform_to_a_billionth()
    {
        for (var x = -20.0; x <= 20; x += 0.037)
        {
            Assert.Equal(Math.Sin(x), Exact.Sin(x), 1e-9);
            Assert.Equal(Math.Cos(x), Exact.Cos(x), 1e-9);
            Assert.Equal(1, Exact.Exp(x) / Math.Exp(x), 1e-9);
            Assert.Equal(Math.Log(x + 20.01), Exact.Log(x + 20.01), 1e-9);
            Assert.Equal(1, Exact.Pow(x + 20.01, 2.4) / Math.Pow(x + 20.01, 2.4), 1e-8);
            Assert.Equal(Math.Atan2(x, 3 - x), Exact.Atan2(x, 3 - x), 1e-9);
        }
    }

    [Fact]
    public void The_same_seed_and_purpose_give_the_same_numbers_and_others_give_others()
    {
        var numbers = Draw(new Dice(7, "shape"));

        Assert.Equal(numbers, Draw(new Dice(7, "shape")));
        Assert.NotEqual(numbers, Draw(new Dice(8, "shape")));
        Assert.NotEqual(numbers, Draw(new Dice(7, "texture")));
        Assert.All(numbers, number => Assert.InRange(number, 0, 1));
    }

    static float[] Draw(Dice dice) => [.. Enumerable.Range(0, 100).Select(_ => dice.Unit())];
}
