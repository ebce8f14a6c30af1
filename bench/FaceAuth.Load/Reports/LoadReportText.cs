using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace FaceAuth.Load.Reports;

/// <summary>Writes a report for people, or as JSON.</summary>
internal static class LoadReportText
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>As JSON.</summary>
    public static string ToJson(LoadReport report) => JsonSerializer.Serialize(report, Json);

    /// <summary>As a table, a line a figure, and a sentence at its end.</summary>
    public static void Write(LoadReport report, TextWriter output)
    {
        output.WriteLine($"{report.Scenario}: {report.About}");
        output.WriteLine($"{report.Machine}; load average {Average(report.LoadBefore)} before, {Average(report.LoadAfter)} after");
        output.WriteLine();
        var name = report.Figures.Max(figure => figure.Name.Length) + 2;
        var measured = Math.Max(report.Figures.Max(figure => figure.Measured.Length), "measured".Length) + 2;
        output.WriteLine($"  {"".PadRight(name)}{"measured".PadRight(measured)}target");
        foreach (var figure in report.Figures)
        {
            var mark = figure.IsMet switch { true => "", false => "   MISSED", null => "" };
            output.WriteLine($"  {figure.Name.PadRight(name)}{figure.Measured.PadRight(measured)}{figure.Target}{mark}".TrimEnd());
        }

        var missed = report.Figures.Where(figure => figure.IsMet == false).Select(figure => figure.Name).ToArray();
        output.WriteLine();
        output.WriteLine(missed.Length == 0 ? "  Every target is met." : $"  Missed: {string.Join("; ", missed)}.");
    }

    static string Average(double? load) => load?.ToString("F1", CultureInfo.InvariantCulture) ?? "unknown";
}
