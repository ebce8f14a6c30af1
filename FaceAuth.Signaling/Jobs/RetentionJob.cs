using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Jobs;

/// <summary>Deletes what was kept for as long as section "Retention" says.</summary>
internal sealed class RetentionJob(IRetention retention, SessionRegistry registry) : IServerJob
{
    public static JobDescriptor Descriptor { get; } = new(
        "retention", "Deletes verdicts, sessions, pictures, audit entries, sign-ins and unused subjects whose time is over.",
        "0 10 3 * * ?", JobReach.Cluster, typeof(RetentionJob), JobDescriptor.NoParameters);

    public async Task<string> RunAsync(JobProgress progress, CancellationToken cancellation)
    {
        var report = await retention.RunAsync(subject => registry.StopSubject(subject, EndRefusals.Cancelled), cancellation);
        var deleted = report.Verdicts + report.Sessions + report.AuditEntries + report.Subjects + report.SignIns + report.Pictures;
        progress.Set(deleted, deleted);
        var text = $"{report.Verdicts} verdicts, {report.Sessions} sessions, {report.AuditEntries} audit entries, "
            + $"{report.Subjects} unused subjects and {report.SignIns} sign-ins were deleted.";
        if (report.Pictures > 0) text += $" {report.Pictures} pictures kept for review were deleted.";
        if (report.AlteredChains > 0)
            text += $" {report.AlteredChains} audit chains were altered in the database and left as they are. Run: faceauth audit verify";
        return report.WaitsForNextRun
            ? $"{text} Subjects wait for the next run: this was the first for long, and the clock may have jumped." : text;
    }
}
