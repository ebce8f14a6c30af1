using System.Threading.RateLimiting;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Limits;

/// <summary>ASP.NET Core's limiter over counts that nodes may share.</summary>
/// <remarks>A request needs room under everything that it is counted for.</remarks>
/// <param name="isCounted">Whether a request is counted at all.</param>
/// <param name="counted">What it is counted for, in order, each with how many are allowed in <see cref="Window"/>.</param>
/// <param name="counts">The counts.</param>
internal sealed class RequestLimiter(
    Predicate<HttpContext> isCounted, Func<HttpContext, ValueTask<IEnumerable<(string Key, int Most)>>> counted, IRateCounts counts)
    : PartitionedRateLimiter<HttpContext>
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    /// <summary>Lets through what is not counted. The middleware asks for the rest once more, by the call that can wait.</summary>
    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) =>
        new Lease(!isCounted(resource), TimeSpan.Zero);

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(
        HttpContext resource, int permitCount, CancellationToken cancellationToken)
    {
        foreach (var (key, most) in await counted(resource))
        {
            var answer = await counts.TryTakeAsync(key, most, Window);
            if (!answer.IsAllowed) return new Lease(false, answer.RetryAfter);
        }

        return new Lease(true, TimeSpan.Zero);
    }

    sealed class Lease(bool isAcquired, TimeSpan retryAfter) : RateLimitLease
    {
        static readonly string[] Names = [MetadataName.RetryAfter.Name];

        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => isAcquired ? [] : Names;

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = retryAfter;
            return !isAcquired && metadataName == MetadataName.RetryAfter.Name;
        }
    }
}
