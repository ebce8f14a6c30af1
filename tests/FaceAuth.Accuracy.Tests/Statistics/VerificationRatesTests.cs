using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Tests.Statistics;

public sealed class VerificationRatesTests
{
    // 1024 impostors at 0, 1/1024 … 1023/1024, which are steps of the histogram
    readonly VerificationRates _rates = new(Of(0.5f, 0.998f, 0.9985f, 1), Of([.. Enumerable.Range(0, 1024).Select(i => i / 1024f)]));

    [Theory]
    [InlineData(0.001, 1)]
    [InlineData(0.01, 10)]
    [InlineData(0, 0)]
    [InlineData(0.5, 512)]
    public void The_threshold_lets_as_many_impostors_through_as_asked_and_no_more(double rate, long through)
    {
        var threshold = _rates.ThresholdAt(rate);

        Assert.Equal(new ErrorRate(through, 1024), _rates.FalseMatch(threshold));
        Assert.True(_rates.FalseMatch(threshold - 1e-5).Errors > through);
    }

    [Fact]
    public void A_score_at_the_threshold_is_accepted()
    {
        Assert.Equal(new ErrorRate(0, 4), _rates.FalseNonMatch(0.5));
        Assert.Equal(new ErrorRate(1, 4), _rates.FalseNonMatch(0.5 + 1e-5));
        Assert.Equal(new ErrorRate(3, 4), _rates.FalseNonMatch(1));
    }

    [Fact]
    public void An_impostor_who_scores_1_leaves_no_threshold_for_a_rate_of_0()
    {
        var rates = new VerificationRates(Of(1), Of(1, 0));

        Assert.True(rates.ThresholdAt(0) > 1);
        Assert.Equal(new ErrorRate(0, 2), rates.FalseMatch(rates.ThresholdAt(0)));
    }

    [Fact]
    public void A_rate_below_three_in_the_number_of_trials_cannot_be_claimed()
    {
        Assert.True(_rates.CanClaim(1e-2));
        Assert.False(_rates.CanClaim(1e-3));
    }

    [Fact]
    public void The_equal_error_is_where_both_rates_meet()
    {
        // at 0.4125 one genuine score of ten lies below, 0.35, and one impostor's above, 0.4625
        var rates = new VerificationRates(
            Of([.. Enumerable.Range(0, 10).Select(i => 0.35f + i / 16f)]), Of([.. Enumerable.Range(0, 10).Select(i => -0.1f + i / 16f)]));

        var equal = rates.EqualError();

        Assert.Equal(equal.FalseMatch, equal.FalseNonMatch, 9);
        Assert.Equal(0.1, equal.FalseMatch, 9);
    }

    [Fact]
    public void The_curve_falls_and_ends_with_every_impostor_let_through()
    {
        var curve = _rates.Curve();

        Assert.InRange(curve.Count, 10, 800);
        Assert.All(curve.Zip(curve.Skip(1)), pair =>
        {
            Assert.True(pair.Second.Threshold < pair.First.Threshold);
            Assert.True(pair.Second.FalseMatch >= pair.First.FalseMatch && pair.Second.FalseNonMatch <= pair.First.FalseNonMatch);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void All_pairs_are_compared_once(int workers)
    {
        var random = new Random(7);
        const int Rows = 150, Length = 24;
        var rows = new float[Rows * Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = random.NextSingle() - 0.5f;
        for (var row = 0; row < Rows; row++)
        {
            var own = rows.AsSpan(row * Length, Length);
            System.Numerics.Tensors.TensorPrimitives.Divide(own, System.Numerics.Tensors.TensorPrimitives.Norm<float>(own), own);
        }

        var people = Enumerable.Range(0, Rows).Select(row => row / 3).ToList();

        var rates = AllPairs.Compare(rows, people, workers);

        Assert.Equal(50 * 3, rates.Genuine.Count);
        Assert.Equal(Rows * (Rows - 1) / 2 - 150, rates.Impostor.Count);
        Assert.Equal(Plain(0.25f), rates.FalseMatch(0.25).Errors);

        long Plain(float threshold) => Enumerable.Range(0, Rows).Sum(i => Enumerable.Range(0, i).Count(j =>
            people[i] != people[j]
            && System.Numerics.Tensors.TensorPrimitives.Dot<float>(
                rows.AsSpan(i * Length, Length), rows.AsSpan(j * Length, Length)) >= threshold));
    }

    static ScoreHistogram Of(params float[] scores)
    {
        var histogram = new ScoreHistogram();
        foreach (var score in scores) histogram.Add(score);
        return histogram;
    }
}
