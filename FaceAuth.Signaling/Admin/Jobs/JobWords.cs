using System.Globalization;
using System.Text.Json;
using FaceAuth.Signaling.Admin.Shared;
using FaceAuth.Signaling.Jobs.Imports;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Jobs;

/// <summary>Runs of jobs in words.</summary>
internal static class JobWords
{
    public static string PlaceOf(string job) => $"admin/jobs/{job}";

    public static string PlaceOf(JobRun run) => string.Create(CultureInfo.InvariantCulture, $"admin/jobs/{run.Job}/runs/{run.Id}");

    public static bool IsOver(JobRun run) => run.State >= JobRunState.Succeeded;

    public static string KindOf(JobRun run) => run.State switch
    {
        JobRunState.Succeeded => run.Report.FailedItems > 0 ? "mild" : "good",
        JobRunState.Failed or JobRunState.Lost => "bad",
        JobRunState.Cancelled => "quiet",
        _ => "mild",
    };

    public static string StateOf(JobRun run) => run switch
    {
        { IsCancelAsked: true, State: JobRunState.Running } => "being cancelled",
        { State: JobRunState.Succeeded, Report.FailedItems: > 0 } => $"succeeded, but for {ConsoleText.Count(run.Report.FailedItems)}",
        _ => Wire.Name(run.State),
    };

    /// <summary>"120 of 400, 3 failed".</summary>
    public static string DoneOf(JobReport report)
    {
        if (report is { Done: 0, Total: null }) return "–";
        if (report is { Done: 0, Total: 0 }) return "there was nothing to do";
        var of = report.Total is { } total ? $" of {ConsoleText.Count(total)}" : "";
        var failed = report.FailedItems > 0 ? $", {ConsoleText.Count(report.FailedItems)} failed" : "";
        return $"{ConsoleText.Count(report.Done)}{of}{failed}";
    }

    /// <summary>What a run was told, each with its name; empty for nothing.</summary>
    public static IReadOnlyList<(string Name, string Value)> ToldOf(JobRun run)
    {
        if (run.Parameters is null) return [];
        try
        {
            if (ImportOf(run) is { } import)
                return
                [
                    ("Relying party", import.Owner ?? "–"), (import.Folder is null ? "List" : "Folder", import.Path),
                    ("Consent", import.Consent ?? "no version named"),
                ];
            using var told = JsonDocument.Parse(run.Parameters);
            return told.RootElement.ValueKind != JsonValueKind.Object ? [("Told", run.Parameters)]
                : [.. told.RootElement.EnumerateObject().Select(one => (one.Name, one.Value.ToString()))];
        }
        catch (JsonException)
        {
            return [("Told", run.Parameters)];
        }
    }

    /// <summary>The file on the server that tells of each photo of an import; null of other runs.</summary>
    public static string? ResultsOf(JobRun run, string? importDirectory)
    {
        try
        {
            return ImportOf(run) is { } import
                ? ImportList.ResultsOf(new ImportPlace(IsAnywhere: false).Located(import, importDirectory)) : null;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or IOException)
        {
            return null;
        }
    }

    /// <summary>A schedule as people say it; as it is written where it is a rarer one.</summary>
    public static string ScheduleOf(string cron)
    {
        var parts = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not ["0", var minute, var hour, var day, "*", var weekday, ..] || parts.Length > 6) return cron;
        var isDaily = (day, weekday) is ("*", "?") or ("?", "*");
        if (isDaily && hour == "*" && EveryOf(minute) is { } every) return $"every {every} min";
        if (!int.TryParse(minute, NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return cron;
        if (isDaily && hour == "*") return string.Create(CultureInfo.InvariantCulture, $"every hour at :{at:00}");
        if (!int.TryParse(hour, NumberStyles.None, CultureInfo.InvariantCulture, out var of)) return cron;
        var time = string.Create(CultureInfo.InvariantCulture, $"at {of:00}:{at:00}");
        if (isDaily) return $"daily {time}";
        return day is "?" or "*" && Days.TryGetValue(weekday.ToUpperInvariant(), out var name) ? $"{name}s {time}" : cron;
    }

    static readonly Dictionary<string, string> Days = new()
    {
        ["SUN"] = "Sunday",
        ["MON"] = "Monday",
        ["TUE"] = "Tuesday",
        ["WED"] = "Wednesday",
        ["THU"] = "Thursday",
        ["FRI"] = "Friday",
        ["SAT"] = "Saturday",
    };

    static string? EveryOf(string minute) =>
        minute.Split('/') is ["0" or "*", var step] && step.All(char.IsAsciiDigit) && step.Length > 0 ? step : null;

    static ImportRequest? ImportOf(JobRun run) => run is { Parameters: { } told } && run.Job == ImportJob.Descriptor.Name
        && ImportRequest.Read(told) is { } import && (import.Folder ?? import.Csv) is not null ? import : null;
}
