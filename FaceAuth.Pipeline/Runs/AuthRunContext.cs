using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Scheduling;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Pipeline.Runs;

/// <summary>What all runs share.</summary>
internal sealed record AuthRunContext
{
    /// <summary>The host's one clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Events that may wait for a slow reader before others are dropped.</summary>
    public required int EventCapacity { get; init; }

    /// <summary>Time between two pictures of a run above which the server keeps it waiting.</summary>
    public required TimeSpan SlowApart { get; init; }

    /// <summary>Where templates are kept.</summary>
    public required ITemplateStore Store { get; init; }

    /// <summary>How long the store may take.</summary>
    public required TimeSpan StoreWithin { get; init; }

    /// <summary>What templates of the model that makes embeddings are kept under.</summary>
    public required string TemplateModel { get; init; }

    /// <summary>Lowers similarities of faces that many are alike to; null for none.</summary>
    public FaceCohort? Cohort { get; init; }

    /// <summary>Similarity from which a face is the subject's.</summary>
    public required float VerifyAt { get; init; }

    /// <summary>The same among many.</summary>
    public required float IdentifyAt { get; init; }

    /// <summary>Where a run waits for its next picture's turn.</summary>
    public required IRunQueue Queue { get; init; }

    /// <summary>Where a run takes its place when its first picture comes.</summary>
    public required RunPlaces Places { get; init; }

    /// <summary>Learns what pictures cost.</summary>
    public required LoadMeter Load { get; init; }

    /// <summary>Counters.</summary>
    public required PipelineMetrics Metrics { get; init; }

    /// <summary>Log.</summary>
    public required ILogger Log { get; init; }

    /// <summary>Called once for a run that is disposed.</summary>
    public required Action<AuthRun> Closed { get; init; }
}
