using System.Diagnostics;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Runs;

/// <summary>A run's span with one below it for each stage and each question to the store, source "FaceAuth.Pipeline".</summary>
/// <remarks>
/// A stage has one span a run, not one a picture: nothing is done or allocated for a picture, whoever listens. Ids of faces, scores and
/// reasons are in none. Safe from many threads, as the run calls it.
/// </remarks>
internal sealed class RunTrace
{
    static readonly ActivitySource Source = new("FaceAuth.Pipeline");

    readonly Activity? _run;

    /// <summary>Begins the run's below the caller's.</summary>
    public RunTrace()
    {
        var caller = Activity.Current;
        _run = Source.StartActivity("pipeline run");
        Activity.Current = caller;   // the run's threads are not the caller's
    }

    /// <summary>Begins one for a question to the store, as the current one of the asking task; null where nobody listens.</summary>
    /// <param name="what">Such as "Search".</param>
    public Activity? BeginAsk(string what)
    {
        if (_run is null) return null;
        var span = Source.StartActivity("pipeline ask", ActivityKind.Internal, _run.Context);
        return span?.SetTag("faceauth.question", what);
    }

    /// <summary>Ends it with what the run did.</summary>
    public void End(AuthRunStats stats)
    {
        if (_run is null || _run.IsStopped) return;
        var caller = Activity.Current;
        foreach (var (stage, middle) in stats.StageP50)
        {
            using var span = Source.StartActivity($"stage {stage}", ActivityKind.Internal, _run.Context, startTime: _run.StartTimeUtc);
            span?.SetTag("faceauth.stage.p50_ms", middle.TotalMilliseconds);
        }

        _run.SetTag("faceauth.pictures.in", stats.FramesIn).SetTag("faceauth.pictures.analysed", stats.Analysed);
        _run.SetTag("faceauth.latency.p95_ms", stats.LatencyP95.TotalMilliseconds).Stop();
        Activity.Current = caller;
    }
}
