using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Scheduling;
using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Pipeline.Runs;

/// <summary>One run's counts and its last pictures' times, which it counts among the host's as well. Safe from many threads.</summary>
/// <param name="metrics">The host's.</param>
internal sealed class RunStats(PipelineMetrics metrics)
{
    const int Kept = 128;

    readonly Lock _gate = new();
    readonly TimeSpan[][] _stages = [.. StageNames.All.Select(_ => new TimeSpan[Kept])];
    readonly int[] _stageCounts = new int[StageNames.All.Count];
    readonly TimeSpan[] _latencies = new TimeSpan[Kept];
    long _in;
    long _analysed;
    long _spared;
    long _stale;
    long _queued;
    long _closed;

    /// <summary>A picture was offered.</summary>
    /// <param name="answer">What became of it.</param>
    public void AddIn(DoorAnswer answer)
    {
        Interlocked.Increment(ref _in);
        metrics.In();
        if (answer == DoorAnswer.Closed) AddClosed();
        else if (answer == DoorAnswer.Spared) Drop(ref _spared, "spared");
    }

    /// <summary>A picture was dropped for a newer one.</summary>
    /// <param name="isUnderWay">Whether while the run's last one was being analysed, rather than behind other runs.</param>
    public void AddSkipped(bool isUnderWay)
    {
        if (isUnderWay) Drop(ref _stale, "stale");
        else Drop(ref _queued, "queued");
    }

    /// <summary>A picture came after the end.</summary>
    public void AddClosed() => Drop(ref _closed, "closed");

    /// <summary>A picture was analysed.</summary>
    /// <param name="stageTimes">By place in <see cref="StageNames.All"/>; zero for a stage that did not look.</param>
    /// <param name="latency">From its last packet to now.</param>
    public void AddAnalysed(ReadOnlySpan<TimeSpan> stageTimes, TimeSpan latency)
    {
        metrics.Analysed(stageTimes, latency);
        lock (_gate)
        {
            _latencies[_analysed++ % Kept] = latency;
            for (var stage = 0; stage < stageTimes.Length; stage++)
            {
                if (stageTimes[stage] > TimeSpan.Zero) _stages[stage][_stageCounts[stage]++ % Kept] = stageTimes[stage];
            }
        }
    }

    /// <summary>Everything so far.</summary>
    public AuthRunStats Snapshot()
    {
        lock (_gate)
        {
            var stages = new Dictionary<string, TimeSpan>();
            for (var stage = 0; stage < _stages.Length; stage++)
            {
                if (_stageCounts[stage] > 0) stages[StageNames.All[stage]] = Percentile(_stages[stage], _stageCounts[stage], 0.5);
            }

            return new AuthRunStats(
                Interlocked.Read(ref _in), _analysed,
                new Dictionary<string, long>
                {
                    ["spared"] = Interlocked.Read(ref _spared),
                    ["stale"] = Interlocked.Read(ref _stale),
                    ["queued"] = Interlocked.Read(ref _queued),
                    ["closed"] = Interlocked.Read(ref _closed),
                },
                stages, Percentile(_latencies, _analysed, 0.5), Percentile(_latencies, _analysed, 0.95));
        }
    }

    void Drop(ref long count, string reason)
    {
        Interlocked.Increment(ref count);
        metrics.Dropped(reason);
    }

    static TimeSpan Percentile(TimeSpan[] ring, long count, double share)
    {
        var kept = (int)Math.Min(count, Kept);
        if (kept == 0) return TimeSpan.Zero;
        Span<TimeSpan> sorted = stackalloc TimeSpan[kept];
        ring.AsSpan(0, kept).CopyTo(sorted);
        sorted.Sort();
        return sorted[(int)((kept - 1) * share)];
    }
}
