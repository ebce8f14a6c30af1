namespace FaceAuth.Pipeline.Tests.Accuracy;

public sealed class ErrorRatesTests
{
    static readonly float[] Impostor = [.. Enumerable.Range(0, 1000).Select(i => i / 1000f)];

    [Theory]
    [InlineData(0.001, 0.998f)]
    [InlineData(0.01, 0.989f)]
    [InlineData(0, 0.999f)]
    public void The_threshold_lets_no_more_impostors_through_than_asked(double rate, float threshold)
    {
        var rates = new ErrorRates([1], Impostor);

        Assert.Equal(threshold, rates.ThresholdAt(rate));
        Assert.Equal((int)(rate * 1000), Impostor.Count(score => score > rates.ThresholdAt(rate)));
    }

    [Fact]
    public void Genuine_scores_at_or_below_the_threshold_are_not_accepted()
    {
        var rates = new ErrorRates([0.5f, 0.998f, 0.9985f, 2], Impostor);

        Assert.Equal(0.5, rates.TrueAcceptRateAt(0.001));
    }
}
