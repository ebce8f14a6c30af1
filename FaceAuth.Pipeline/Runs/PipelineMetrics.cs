using System.Diagnostics.Metrics;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Stages;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Runs;

/// <summary>Counters of the pipeline, meter "FaceAuth.Pipeline".</summary>
internal sealed class PipelineMetrics
{
    readonly UpDownCounter<int> _runs;
    readonly Counter<long> _refused;
    readonly Counter<long> _in;
    readonly Counter<long> _analysed;
    readonly Counter<long> _dropped;
    readonly Counter<long> _eventsDropped;
    readonly Counter<long> _decisions;
    readonly Counter<long> _faults;
    readonly Histogram<double> _stageTime;
    readonly Histogram<double> _latency;
    readonly KeyValuePair<string, object?>[] _stageTags =
        [.. StageNames.All.Select(name => new KeyValuePair<string, object?>("stage", name))];

    public PipelineMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("FaceAuth.Pipeline");
        _runs = meter.CreateUpDownCounter<int>("faceauth.pipeline.runs", "{run}", "Runs open now.");
        _refused = meter.CreateCounter<long>("faceauth.pipeline.runs.refused", "{run}", "Runs not opened, by reason.");
        _in = meter.CreateCounter<long>("faceauth.pipeline.pictures.in", "{picture}", "Pictures offered.");
        _analysed = meter.CreateCounter<long>("faceauth.pipeline.pictures.analysed", "{picture}", "Pictures analysed.");
        _dropped = meter.CreateCounter<long>("faceauth.pipeline.pictures.dropped", "{picture}", "Pictures dropped, by reason.");
        _eventsDropped = meter.CreateCounter<long>(
            "faceauth.pipeline.events.dropped", "{event}", "Guidance, progress and reports dropped because their reader was slow.");
        _decisions = meter.CreateCounter<long>(
            "faceauth.pipeline.decisions", "{decision}", "Decisions, by purpose, outcome and weightiest reason.");
        _faults = meter.CreateCounter<long>(
            "faceauth.pipeline.faults", "{fault}", "Runs ended by a model, the store or a time limit that broke, by which.");
        _stageTime = meter.CreateHistogram(
            "faceauth.pipeline.stage.time", "s", "Time of one picture in one stage.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5] });
        _latency = meter.CreateHistogram(
            "faceauth.pipeline.latency", "s", "From a picture's last packet to the end of its analysis.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5] });
    }

    public void Opened() => _runs.Add(1);

    public void Closed() => _runs.Add(-1);

    public void Refused(AuthRefusal reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    public void In() => _in.Add(1);

    public void Dropped(string reason) => _dropped.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void EventDropped() => _eventsDropped.Add(1);

    public void Analysed(ReadOnlySpan<TimeSpan> stageTimes, TimeSpan latency)
    {
        _analysed.Add(1);
        _latency.Record(latency.TotalSeconds);
        for (var stage = 0; stage < stageTimes.Length; stage++)
        {
            if (stageTimes[stage] > TimeSpan.Zero) _stageTime.Record(stageTimes[stage].TotalSeconds, _stageTags[stage]);
        }
    }

    public void Decided(SessionPurpose purpose, AuthDecision decision) => _decisions.Add(
        1,
        new KeyValuePair<string, object?>("purpose", purpose.ToString()),
        new KeyValuePair<string, object?>("accepted", decision.Accepted),
        new KeyValuePair<string, object?>("reason", decision.Accepted ? "none" : decision.Reasons[0].ToString()));

    public void Fault(string of) => _faults.Add(1, new KeyValuePair<string, object?>("of", of));
}
