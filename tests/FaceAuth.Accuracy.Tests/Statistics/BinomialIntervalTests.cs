using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Tests.Statistics;

public sealed class BinomialIntervalTests
{
    // Where no error or only errors are seen the ends are closed forms: 1 − (α/2)^(1/n), and its mirror.
    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    [InlineData(7_000_000)]
    public void Without_an_error_the_upper_end_is_the_closed_form(long trials)
    {
        var none = BinomialInterval.ClopperPearson(0, trials);
        var all = BinomialInterval.ClopperPearson(trials, trials);

        var x = Math.Log(0.025) / trials;
        var upper = x < -1e-3 ? 1 - Math.Exp(x) : -(x + x * x / 2 + x * x * x / 6);   // 1 − eˣ without cancellation
        Assert.Equal(0, none.Low);
        Assert.Equal(1, none.High / upper, 7);
        Assert.Equal(1 - upper, all.Low, 8);
        Assert.Equal(1, all.High);
    }

    // the tails that define the interval, summed term by term
    [Theory]
    [InlineData(1, 100)]
    [InlineData(5, 10)]
    [InlineData(37, 412)]
    [InlineData(11, 12)]
    public void Both_ends_leave_two_and_a_half_per_cent_in_their_tail(int errors, int trials)
    {
        var (low, high) = BinomialInterval.ClopperPearson(errors, trials);

        Assert.Equal(0.025, 1 - AtMost(errors - 1, trials, low), 9);
        Assert.Equal(0.025, AtMost(errors, trials, high), 9);
    }

    [Fact]
    public void Without_trials_nothing_is_known() => Assert.Equal(new BinomialInterval(0, 1), BinomialInterval.ClopperPearson(0, 0));

    [Theory]
    [InlineData(1e-2, 300)]
    [InlineData(1e-4, 30_000)]
    [InlineData(1e-5, 300_000)]
    public void A_rate_takes_three_times_its_inverse_in_trials(double rate, long trials) =>
        Assert.Equal(trials, BinomialInterval.TrialsToClaim(rate));

    static double AtMost(int errors, int trials, double rate)
    {
        var (term, sum) = (Math.Pow(1 - rate, trials), 0.0);
        for (var k = 0; k <= errors; k++)
        {
            sum += term;
            term *= (trials - k) / (k + 1.0) * rate / (1 - rate);
        }

        return sum;
    }
}
