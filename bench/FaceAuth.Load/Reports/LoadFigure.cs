using System.Globalization;

namespace FaceAuth.Load.Reports;

/// <summary>One measured figure, beside its target where it has one.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Measured">As people read it.</param>
/// <param name="Value">The number behind it; null where it is not one.</param>
/// <param name="Target">As people read it; null for a figure without one.</param>
/// <param name="IsMet">Whether the target is met; null for a figure without one, or where nothing could be measured.</param>
internal sealed record LoadFigure(string Name, string Measured, double? Value = null, string? Target = null, bool? IsMet = null)
{
    readonly double? _value = Finite(Value);

    /// <summary>The number behind it; null where it is not one, as of a span in which nothing could be measured.</summary>
    public double? Value
    {
        get => _value;
        init => _value = Finite(value);
    }

    /// <summary>A figure without a target.</summary>
    public static LoadFigure Plain(string name, double? value, string unit = "") => new(name, Text(value, unit), value);

    /// <summary>A figure that shall not be higher.</summary>
    public static LoadFigure AtMost(string name, double? value, double target, string unit = "") =>
        new(name, Text(value, unit), value, target == 0 ? "0" : $"≤ {Text(target, unit)}", Finite(value) is null ? null : value <= target);

    /// <summary>A figure that shall not be lower.</summary>
    public static LoadFigure AtLeast(string name, double? value, double target, string unit = "") =>
        new(name, Text(value, unit), value, $"≥ {Text(target, unit)}", Finite(value) is null ? null : value >= target);

    /// <summary>A count that shall be complete.</summary>
    public static LoadFigure All(string name, long value, long of) =>
        new(name, $"{Number(value)} of {Number(of)}", value, "all", value >= of);

    /// <summary>Something that shall be again as it was.</summary>
    public static LoadFigure Back(string name, double? start, double? end, double slack, string unit, string target) =>
        new(name, $"{Text(start, unit)} → {Text(end, unit)}", end - start, target, end is null ? null : end <= start + slack);

    // a report is JSON, which knows neither infinity nor NaN
    static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    static string Text(double? value, string unit) =>
        Finite(value) is { } number ? $"{Number(number)}{(unit.Length > 0 ? " " + unit : "")}" : "–";

    static string Number(double value)
    {
        var format = new NumberFormatInfo { NumberGroupSeparator = "\u202F" };
        var digits = value == Math.Floor(value) || Math.Abs(value) >= 1000 ? 0 : Math.Abs(value) >= 100 ? 1 : 2;
        return value.ToString($"N{digits}", format);
    }
}
