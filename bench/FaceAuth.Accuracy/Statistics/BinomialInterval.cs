namespace FaceAuth.Accuracy.Statistics;

/// <summary>The exact (Clopper–Pearson) confidence interval of a rate: Biometrika 26 (1934), 404–413.</summary>
/// <remarks>It holds for independent trials; comparisons that share a picture or a person are not, and then it is too narrow.</remarks>
/// <param name="Low">Lower end, 0–1.</param>
/// <param name="High">Upper end, 0–1.</param>
internal readonly record struct BinomialInterval(double Low, double High)
{
    /// <summary>The interval of <paramref name="errors"/> in <paramref name="trials"/>; 0 to 1 without trials.</summary>
    /// <param name="errors">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">0 or more.</param>
    /// <param name="confidence">Above 0, below 1.</param>
    public static BinomialInterval ClopperPearson(long errors, long trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(errors);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(errors, trials);
        if (trials == 0) return new(0, 1);
        var tail = (1 - confidence) / 2;
        var low = errors == 0 ? 0 : BetaQuantile(tail, errors, trials - errors + 1);
        var high = errors == trials ? 1 : BetaQuantile(1 - tail, errors + 1, trials - errors);
        return new(low, high);
    }

    /// <summary>
    /// Fewest trials without an error that support a rate at 95 % confidence: the rule of three, Hanley and Lippman-Hand,
    /// JAMA 249 (1983), 1743.
    /// </summary>
    public static long TrialsToClaim(double rate) => (long)Math.Ceiling(3 / rate - 1e-9);

    // the cumulative distribution rises, so halving finds it; 100 halvings end at the last bit
    static double BetaQuantile(double p, double a, double b)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            if (Beta(middle, a, b) < p) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22).</summary>
    static double Beta(double x, double a, double b)
    {
        if (x is <= 0 or >= 1) return x <= 0 ? 0 : 1;
        if (x > (a + 1) / (a + b + 2)) return 1 - Beta(1 - x, b, a);   // the fraction runs fast on one side only
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x)) / a;
        // Lentz's method
        const double Tiny = 1e-300;
        var (c, d) = (1.0, 1 / NotZero(1 - (a + b) * x / (a + 1)));
        var fraction = d;
        for (var m = 1; m <= 10_000; m++)
        {
            Step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
            var change = Step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)));
            if (Math.Abs(change - 1) < 1e-15) break;
        }

        return front * fraction;

        double Step(double term)
        {
            d = 1 / NotZero(1 + term * d);
            c = NotZero(1 + term / c);
            fraction *= c * d;
            return c * d;
        }

        static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
    }

    // Stirling's series (DLMF 5.11.1) after lifting small arguments above 10: 1e-14 relative
    static double LogGamma(double x)
    {
        var lift = 0.0;
        for (; x < 10; x++) lift += Math.Log(x);
        var square = 1 / (x * x);
        var series = (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square / 1680))) / x;
        return (x - 0.5) * Math.Log(x) - x + Math.Log(2 * Math.PI) / 2 + series - lift;
    }
}
