using FaceAuth.Load.Clients;
using FaceAuth.Load.Reports;

namespace FaceAuth.Load.Scenarios;

/// <summary>A stranger floods the media port while sessions stream.</summary>
internal sealed class GarbageScenario : ILoadScenario
{
    static readonly TimeSpan Lead = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string Name => "garbage";

    /// <inheritdoc/>
    public string Purpose => "a stranger floods the media port while sessions stream: what that costs, and whether the streams notice";

    /// <inheritdoc/>
    public bool Decodes => false;

    /// <inheritdoc/>
    public int Sessions => 50;

    /// <inheritdoc/>
    public TimeSpan Length => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public IReadOnlyList<string> ServerSettings => [];

    /// <inheritdoc/>
    public string About(LoadSettings settings) =>
        $"{settings.Garbage} datagrams of garbage a second for {settings.Length.TotalSeconds:0} s "
        + $"beside {settings.Sessions} streaming sessions";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LoadFigure>> RunAsync(LoadRun run)
    {
        await using var crowd = await run.CreateStreamingCrowdAsync(Lead);
        var garbage = new GarbageSender(crowd.Clients.First().Offer, crowd.Clients.First().Answer, run.Clock);
        run.Say("first without garbage");
        var calm = await run.WatchAsync(crowd, run.Settings.Length);
        run.Say("now with it");
        var flood = await run.WatchAsync(
            crowd, run.Settings.Length, () => garbage.RunAsync(run.Settings.Garbage, run.Settings.Length, run.Cancellation));

        var read = flood.Datagrams - calm.Datagrams;
        var extra = flood.ReceiverSeconds - calm.ReceiverSeconds;
        return
        [
            LoadFigure.All("sessions up", crowd.Clients.Count(client => client.IsUp), run.Settings.Sessions),
            LoadFigure.AtLeast("garbage sent a second", garbage.Sent / run.Settings.Length.TotalSeconds, run.Settings.Garbage * 0.95),
            LoadFigure.Plain("more datagrams read than without", read),
            LoadFigure.Plain("processor time of a datagram of it", extra / Math.Max(1, read) * 1e6, "µs"),
            LoadFigure.Plain("picture sent → whole, p99, without garbage", calm.After.DelayP99Ms, "ms"),
            LoadFigure.Plain("longest pause, without garbage", calm.LongestGapMs, "ms"),
            .. StreamFigures.OfStreams(flood),
            .. StreamFigures.OfProcessor(flood, mostCores: null),
        ];
    }
}
