using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Jobs;

/// <summary>Checks the audit's chains, so that an altered entry is told though nobody reads it.</summary>
internal sealed class AuditCheckJob(IAuditCheck check) : IServerJob
{
    /// <summary>Chains that one message names.</summary>
    const int Named = 3;

    public static JobDescriptor Descriptor { get; } = new(
        "audit-check", "Checks what is new in the audit's chains, and what is old once more, and tells what was altered.",
        "0 50 * * * ?", JobReach.Cluster, typeof(AuditCheckJob), JobDescriptor.NoParameters);

    public async Task<string> RunAsync(JobProgress progress, CancellationToken cancellation)
    {
        var report = await check.CheckAsync(some => progress.Advance(some), cancellation);
        progress.Advance(0, report.Faults.Count);
        var text = $"{report.Entries} entries of {report.Chains} audit chains were checked";
        var rest = report.IsWhole ? "" : " The next run goes on.";
        if (report.Faults.Count == 0) return $"{text}; all hold.{rest}";
        var places = report.Faults.Take(Named).Select(one => $"{one.Key} at entry {one.Value.Sequence}");
        throw new JobException(
            $"{text}; {report.Faults.Count} chains were altered in the database ({string.Join(", ", places)}"
            + $"{(report.Faults.Count > Named ? " and others" : "")}). Run: faceauth audit verify.{rest}");
    }
}
