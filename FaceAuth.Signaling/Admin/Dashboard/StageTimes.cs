using System.Diagnostics.Metrics;

namespace FaceAuth.Signaling.Admin.Dashboard;

/// <summary>How long something took lately on this node.</summary>
internal sealed record Quantiles(string Name, int Samples, TimeSpan Median, TimeSpan P95);

/// <summary>Keeps the latest times of the pipeline's stages and how many pictures were dropped, from its own meter.</summary>
/// <remarks>Of this node since its start. Recording allocates nothing; safe from many threads.</remarks>
internal sealed class StageTimes : IHostedService, IDisposable
{
    const int Kept = 1024;
    const string Pipeline = "FaceAuth.Pipeline";
    const string Latency = "faceauth.pipeline.latency";
    const string Stage = "faceauth.pipeline.stage.time";
    const string In = "faceauth.pipeline.pictures.in";
    const string Dropped = "faceauth.pipeline.pictures.dropped";

    static readonly string[] Stages = ["detect", "landmarks", "quality", "obstacle", "antispoof", "embed", "decide"];

    readonly MeterListener _listener = new();
    readonly Ring[] _rings = [.. Stages.Select(_ => new Ring())];
    readonly Ring _latency = new();
    long _in, _dropped;

    public StageTimes(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // other hosts of this process, as in tests, have meters of that name too
            if (instrument.Meter.Name == Pipeline && ReferenceEquals(instrument.Meter.Scope, meters)
                && instrument.Name is Latency or Stage or In or Dropped)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>(HandleTime);
        _listener.SetMeasurementEventCallback<long>(HandleCount);
    }

    /// <summary>Pictures offered.</summary>
    public long Pictures => Interlocked.Read(ref _in);

    /// <summary>Of those, pictures that were not looked at.</summary>
    public long Drops => Interlocked.Read(ref _dropped);

    /// <summary>The stages in the pictures' order, then all of it.</summary>
    public IReadOnlyList<Quantiles> Read() =>
        [.. Stages.Select((name, i) => _rings[i].Read(name)).Append(_latency.Read("from packet to answer")).OfType<Quantiles>()];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    void HandleTime(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument.Name == Latency) _latency.Add(seconds);
        else if (tags.Length > 0 && Array.IndexOf(Stages, tags[0].Value as string) is >= 0 and var at) _rings[at].Add(seconds);
    }

    void HandleCount(Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument.Name == In) Interlocked.Add(ref _in, count);
        else Interlocked.Add(ref _dropped, count);
    }

    /// <summary>The latest times of one stage.</summary>
    sealed class Ring
    {
        readonly Lock _gate = new();
        readonly double[] _times = new double[Kept];
        long _count;

        public void Add(double seconds)
        {
            lock (_gate) _times[_count++ % Kept] = seconds;
        }

        public Quantiles? Read(string name)
        {
            double[] sorted;
            lock (_gate) sorted = _times[..(int)Math.Min(_count, Kept)];
            if (sorted.Length == 0) return null;
            Array.Sort(sorted);
            return new(name, sorted.Length, At(sorted, 0.5), At(sorted, 0.95));
        }

        static TimeSpan At(double[] sorted, double share) =>
            TimeSpan.FromSeconds(sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))]);
    }
}
