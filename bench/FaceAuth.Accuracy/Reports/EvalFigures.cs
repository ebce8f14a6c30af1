using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Reports;

/// <summary>Figures as texts and as JSON, the same everywhere.</summary>
internal static class EvalFigures
{
    /// <summary>"97.13 %", with as many digits as a small rate needs; "–" for none.</summary>
    public static string Percent(double? rate) => rate switch
    {
        null => "–",
        0 => "0 %",
        < 0.0001 => string.Create(CultureInfo.InvariantCulture, $"{rate * 100:0.0000} %"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{rate * 100:0.00} %"),
    };

    /// <summary>"97.13 % (96.2–97.9)": rate and 95 % interval.</summary>
    public static string WithInterval(ErrorRate rate, bool complement = false)
    {
        if (rate.Value is not { } value) return "–";
        var (low, high) = (rate.Interval.Low, rate.Interval.High);
        if (complement) (value, low, high) = (1 - value, 1 - high, 1 - low);
        var digits = high < 0.001 ? "0.0000" : high < 0.01 ? "0.000" : "0.00";
        return $"{Percent(value)} ({Digits(low)}–{Digits(high)})";

        string Digits(double end) => (end * 100).ToString(digits, CultureInfo.InvariantCulture);
    }

    /// <summary>"12 of 345".</summary>
    public static string Counts(ErrorRate rate) => $"{Count(rate.Errors)} of {Count(rate.Trials)}";

    /// <summary>"7 182 345".</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    /// <summary>"1e-4".</summary>
    public static string Rate(double rate) => rate.ToString("0e-0", CultureInfo.InvariantCulture);

    /// <summary>Three digits.</summary>
    public static string Score(double? score) => score?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>Rate, counts and interval.</summary>
    public static JsonObject Json(ErrorRate rate)
    {
        var interval = rate.Interval;
        return new()
        {
            ["rate"] = rate.Value,
            ["errors"] = rate.Errors,
            ["trials"] = rate.Trials,
            ["low95"] = interval.Low,
            ["high95"] = interval.High,
        };
    }
}
