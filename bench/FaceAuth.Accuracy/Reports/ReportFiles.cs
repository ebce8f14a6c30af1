using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FaceAuth.Accuracy.Reports;

/// <summary>Writes a report into the files that were asked for.</summary>
internal static class ReportFiles
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(EvalReport report, EvalSettings settings, EvalConsole console)
    {
        if (settings.Json is { } json) Write(json, Json(report), console);
        if (settings.Html is { } html) Write(html, HtmlReport.Write(report), console);
    }

    /// <summary>The report for machines.</summary>
    internal static string Json(EvalReport report) => new JsonObject
    {
        ["title"] = report.Title,
        ["facts"] = new JsonObject(report.Facts.Select(fact => KeyValuePair.Create(fact.Name, (JsonNode?)fact.Value))),
        ["figures"] = report.Data.DeepClone(),
        ["notes"] = new JsonArray([.. report.Notes.Select(note => (JsonNode)note)]),
    }.ToJsonString(Indented) + "\n";

    /// <summary>Writes one file and says so.</summary>
    /// <exception cref="EvalException">It cannot be written.</exception>
    internal static void Write(string path, string text, EvalConsole console)
    {
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalException($"{path} cannot be written ({e.Message}). The figures above stand.", e);
        }

        console.Error.WriteLine($"Wrote {path}.");
    }
}
