using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Jobs;

/// <summary>Counts yesterday's sessions, so that the counts stay when the sessions go.</summary>
internal sealed class FiguresJob(IDailyFigures figures) : IServerJob
{
    public static JobDescriptor Descriptor { get; } = new(
        "figures", "Counts by day how sessions ended; the counts stay when the sessions go.",
        "0 20 0 * * ?", JobReach.Cluster, typeof(FiguresJob), JobDescriptor.NoParameters);

    public async Task<string> RunAsync(JobProgress progress, CancellationToken cancellation)
    {
        var report = await figures.RollUpAsync(cancellation);
        progress.Set(report.Days, report.Days);
        return $"{report.Days} days with sessions were counted; all before {report.Until:yyyy-MM-dd} are.";
    }
}
