using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests;

/// <summary>What one host's meter "FaceAuth.Signaling" has counted since this began to listen.</summary>
sealed class Measured : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);   // real time, only ever spent where the test fails

    readonly MeterListener _listener = new();
    readonly Dictionary<string, long> _sums = [];
    TaskCompletionSource _changed = New();

    public Measured(HostApplication host)
    {
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == SignalingMetrics.MeterName && instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Every value of every tag.</summary>
    public HashSet<object?> Values { get; } = [];

    /// <summary>The sum of what is written "instrument tag=value"; the instrument without "faceauth.signaling.".</summary>
    public long this[string what]
    {
        get { lock (_sums) return _sums.GetValueOrDefault(what); }
    }

    /// <summary>Waits until a sum is that.</summary>
    public async Task UntilAsync(string what, long sum)
    {
        while (true)
        {
            Task changed;
            lock (_sums)
            {
                if (_sums.GetValueOrDefault(what) == sum) return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(Patience);
        }
    }

    public void Dispose() => _listener.Dispose();

    void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var what = instrument.Name["faceauth.signaling.".Length..];
        foreach (var (name, tag) in tags) what += $" {name}={tag}";
        lock (_sums)
        {
            foreach (var (_, tag) in tags) Values.Add(tag);
            _sums[what] = _sums.GetValueOrDefault(what) + value;
            _changed.SetResult();
            _changed = New();
        }
    }

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
