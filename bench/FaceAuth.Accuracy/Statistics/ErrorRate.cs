namespace FaceAuth.Accuracy.Statistics;

/// <summary>Errors counted in trials.</summary>
/// <param name="Errors">How many.</param>
/// <param name="Trials">Of how many.</param>
internal readonly record struct ErrorRate(long Errors, long Trials)
{
    /// <summary>The rate, 0–1; null without trials.</summary>
    public double? Value => Trials == 0 ? null : (double)Errors / Trials;

    /// <summary>Its exact interval at 95 % confidence.</summary>
    public BinomialInterval Interval => BinomialInterval.ClopperPearson(Errors, Trials);

    /// <summary>Both counts added.</summary>
    public static ErrorRate operator +(ErrorRate a, ErrorRate b) => new(a.Errors + b.Errors, a.Trials + b.Trials);

    /// <summary>As <c>a + b</c>.</summary>
    public static ErrorRate Add(ErrorRate a, ErrorRate b) => a + b;
}
