using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Jobs;

/// <summary>Transforms every template anew, from its sealed original.</summary>
internal sealed class TransformJob(IKeyRotation rotation) : IServerJob
{
    public static JobDescriptor Descriptor { get; } = new(
        "rotate-transform", "Renews the transform that protects templates, beside running servers.",
        null, JobReach.Cluster, typeof(TransformJob), JobDescriptor.NoParameters);

    public async Task<string> RunAsync(JobProgress progress, CancellationToken cancellation)
    {
        var renewed = 0;
        var generation = await rotation.RotateTransformAsync(
            some =>
            {
                renewed += some;
                progress.Advance(some);
            }, cancellation);
        return $"The templates of {renewed} subjects are of generation {generation}.";
    }
}
