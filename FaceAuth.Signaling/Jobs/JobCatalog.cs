using FaceAuth.Signaling.Jobs.Imports;

namespace FaceAuth.Signaling.Jobs;

/// <summary>The jobs that there are, by name.</summary>
internal sealed class JobCatalog
{
    /// <summary>Every job that this version has. A new one is added here and nowhere else.</summary>
    public static IReadOnlyList<JobDescriptor> Known { get; } =
    [
        AuditCheckJob.Descriptor, FiguresJob.Descriptor, IndexCheckJob.Descriptor, ImportJob.Descriptor, RetentionJob.Descriptor,
        TransformJob.Descriptor,
    ];

    readonly Dictionary<string, JobDescriptor> _jobs;

    public JobCatalog(IEnumerable<JobDescriptor> jobs) => _jobs = jobs.ToDictionary(job => job.Name);

    public IEnumerable<JobDescriptor> All => _jobs.Values.OrderBy(job => job.Name, StringComparer.Ordinal);

    public JobDescriptor? Find(string name) => _jobs.GetValueOrDefault(name);
}
