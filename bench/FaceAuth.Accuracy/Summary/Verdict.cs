using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Summary;

/// <summary>Whether a rate keeps within a limit.</summary>
internal enum Verdict
{
    /// <summary>Nothing was measured.</summary>
    NotMeasured,

    /// <summary>The whole interval lies within the limit.</summary>
    Met,

    /// <summary>The rate lies within, its interval does not: too few trials.</summary>
    NotShown,

    /// <summary>The rate lies beyond.</summary>
    NotMet,
}

/// <summary>Finds verdicts and says them.</summary>
internal static class Verdicts
{
    /// <summary>Judges a rate by its exact interval at 95 %.</summary>
    public static Verdict Of(ErrorRate rate, double limit) => rate.Value switch
    {
        null => Verdict.NotMeasured,
        { } value when value > limit => Verdict.NotMet,
        _ => rate.Interval.High <= limit ? Verdict.Met : Verdict.NotShown,
    };

    /// <summary>The worst of some; not measured where there are none.</summary>
    public static Verdict Worst(IEnumerable<Verdict> verdicts) => verdicts.DefaultIfEmpty(Verdict.NotMeasured).Max();

    /// <summary>In words.</summary>
    public static string Say(Verdict verdict) => verdict switch
    {
        Verdict.Met => "met",
        Verdict.NotMet => "not met",
        Verdict.NotShown => "not shown",
        _ => "not measured",
    };
}
