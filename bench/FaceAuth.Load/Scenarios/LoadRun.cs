using FaceAuth.Load.Clients;
using FaceAuth.Load.Measuring;

namespace FaceAuth.Load.Scenarios;

/// <summary>A run under way: what a scenario works with.</summary>
internal sealed class LoadRun(
    LoadSettings settings, LoadServer server, LoadClip clip, TimeProvider clock, Action<string> say, CancellationToken cancellation)
{
    static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(200);   // the server hears of a window before it begins
    static readonly TimeSpan Tail = TimeSpan.FromSeconds(2);          // a last picture's time to come, asked for again if need be

    public LoadSettings Settings => settings;

    public LoadServer Server => server;

    public LoadClip Clip => clip;

    public TimeProvider Clock => clock;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The server's process now; null where it runs elsewhere.</summary>
    public ServerSample? Sample => server.Probe?.Read();

    /// <summary>Tells whoever waits what happens.</summary>
    public void Say(string text) => say(text);

    /// <summary>A crowd for this run's server.</summary>
    public LoadCrowd CreateCrowd() => new(server, clip, settings.FramesPerSecond, clock);

    /// <summary>A crowd in which every session has been streaming for a time; the caller disposes it.</summary>
    public async Task<LoadCrowd> CreateStreamingCrowdAsync(TimeSpan lead)
    {
        var crowd = CreateCrowd();
        try
        {
            await crowd.GrowAsync(settings.Sessions, settings.Ramp, cancellation);
            await WaitAsync(lead);
            return crowd;
        }
        catch
        {
            await crowd.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits.</summary>
    public Task WaitAsync(TimeSpan time) => Task.Delay(time, clock, cancellation);

    /// <summary>Watches a crowd for a time, while <paramref name="happens"/> happens; it streams on behind the end.</summary>
    public async Task<LoadWindow> WatchAsync(LoadCrowd crowd, TimeSpan length, Func<Task>? happens = null)
    {
        TimeSpan from;
        do
        {
            from = clock.GetElapsedTime(0) + Lead;
            var window = new PictureWindow(RtpTime.Of(from), RtpTime.Of(from + length));
            crowd.Sent.Mark(window);
            await server.MarkAsync(window, cancellation);
        }
        while (clock.GetElapsedTime(0) >= from);   // it heard too late: once more

        if (from - clock.GetElapsedTime(0) is var left && left > TimeSpan.Zero) await WaitAsync(left);
        crowd.Feeder.Mark();
        var before = await server.ReadAsync(cancellation);
        var first = Sample;
        await Task.WhenAll(WaitAsync(length), happens?.Invoke() ?? Task.CompletedTask);
        var last = Sample;
        var end = await server.ReadAsync(cancellation);
        var (late, longestLate) = (crowd.Feeder.Late, crowd.Feeder.LongestLate);
        await WaitAsync(Tail);
        return new LoadWindow(crowd.Sent.Count, before, end, await server.ReadAsync(cancellation), first, last, late, longestLate);
    }

    /// <summary>Waits until the server has no session any more; false when that takes longer than a time.</summary>
    public async Task<bool> WaitUntilEmptyAsync(TimeSpan longest)
    {
        for (var begun = clock.GetTimestamp(); clock.GetElapsedTime(begun) < longest; await WaitAsync(TimeSpan.FromMilliseconds(250)))
        {
            if ((await server.ReadAsync(cancellation)).Sessions == 0) return true;
        }

        return false;
    }
}
