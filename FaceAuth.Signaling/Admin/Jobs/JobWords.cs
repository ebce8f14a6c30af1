using System.Globalization;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Jobs;

/// <summary>Runs of jobs in words.</summary>
internal static class JobWords
{
    public static string PlaceOf(string job) => $"admin/jobs/{job}";

    public static string PlaceOf(JobRun run) => string.Create(CultureInfo.InvariantCulture, $"admin/jobs/{run.Job}/runs/{run.Id}");

    public static bool IsOver(JobRun run) => run.State >= JobRunState.Succeeded;

    public static string KindOf(JobRunState state) => state switch
    {
        JobRunState.Succeeded => "good",
        JobRunState.Failed or JobRunState.Lost => "bad",
        JobRunState.Cancelled => "quiet",
        _ => "mild",
    };

    public static string StateOf(JobRun run) =>
        run is { IsCancelAsked: true, State: JobRunState.Running } ? "being cancelled" : Wire.Name(run.State);

    /// <summary>"120 of 400, 3 failed".</summary>
    public static string DoneOf(JobReport report)
    {
        var of = report.Total is { } total ? $" of {Shared.ConsoleText.Count(total)}" : "";
        var failed = report.FailedItems > 0 ? $", {Shared.ConsoleText.Count(report.FailedItems)} failed" : "";
        return report is { Done: 0, Total: null } ? "–" : $"{Shared.ConsoleText.Count(report.Done)}{of}{failed}";
    }
}
