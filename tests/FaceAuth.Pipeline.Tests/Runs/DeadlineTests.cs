using System.Diagnostics.Metrics;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>One timer serves the time limits of all runs: what breaks in one of them must not take the others' from them.</summary>
public sealed class DeadlineTests : IDisposable
{
    readonly MeterListener _listener = new();
    readonly List<object?> _faults = [];
    int _decisions;

    [Fact]
    public async Task A_run_that_breaks_at_its_time_limit_ends_and_those_after_it_keep_theirs()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var subject = await fixture.SubjectAsync();
        var broken = await fixture.OpenAsync(SessionPurpose.Verify, subject);
        var sound = await fixture.OpenAsync(SessionPurpose.Verify, subject);
        ListenTo(fixture);

        fixture.Clock.Advance(TimeSpan.FromSeconds(21));

        Assert.Null(await broken.FinishAsync());
        Assert.Equal([ReasonCode.NoVideo], (await sound.FinishAsync())!.Reasons);
        Assert.Equal(["deadline"], _faults);
    }

    [Fact]
    public async Task The_timer_goes_on_after_a_run_broke()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var subject = await fixture.SubjectAsync();
        var broken = await fixture.OpenAsync(SessionPurpose.Verify, subject);
        ListenTo(fixture);
        fixture.Clock.Advance(TimeSpan.FromSeconds(21));
        var later = await fixture.OpenAsync(SessionPurpose.Verify, subject);

        fixture.Clock.Advance(TimeSpan.FromSeconds(21));

        Assert.Null(await broken.FinishAsync());
        Assert.Equal([ReasonCode.NoVideo], (await later.FinishAsync())!.Reasons);
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Whoever listens to the decisions throws at the first of them, in the midst of the run's own work.</summary>
    void ListenTo(PipelineFixture fixture)
    {
        var meters = fixture.Meters;   // others' instruments are published when it is gone, too
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name is "faceauth.pipeline.decisions" or "faceauth.pipeline.faults")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            if (instrument.Name == "faceauth.pipeline.faults") _faults.Add(tags[0].Value);
            else if (_decisions++ == 0) throw new InvalidOperationException("The exporter is broken.");
        });
        _listener.Start();
    }
}
