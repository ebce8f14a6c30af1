using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Jobs;

/// <summary>Compares the search indexes in this node's memory with the database, and drops those that differ.</summary>
internal sealed class IndexCheckJob(IIndexCheck check) : IServerJob
{
    public static JobDescriptor Descriptor { get; } = new(
        "index-check", "Compares the search indexes in a node's memory with the database, and drops one that differs.",
        "0 40 3 * * ?", JobReach.Node, typeof(IndexCheckJob), JobDescriptor.NoParameters);

    public async Task<string> RunAsync(JobProgress progress, CancellationToken cancellation)
    {
        var found = await check.CheckAsync(progress.Set, cancellation);
        var differ = found.Where(one => one.Differs).ToList();
        var compared = $"{found.Count} indexes with {found.Sum(one => (long)one.Templates)} templates were compared";
        return differ.Count == 0 ? $"{compared}; all are as the database."
            : $"{compared}; {differ.Count} differed and were dropped ({differ.Sum(one => one.Missing)} templates missing, "
                + $"{differ.Sum(one => one.Extra)} too many).";
    }
}
