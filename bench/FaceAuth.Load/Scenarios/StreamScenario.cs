using FaceAuth.Load.Reports;

namespace FaceAuth.Load.Scenarios;

/// <summary>Many sessions stream, nothing is decoded: what a session costs in time and memory.</summary>
internal sealed class StreamScenario : ILoadScenario
{
    const double SessionBytes = 256 * 1024;
    const double PacketsPerCoreSecond = 200_000;
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Name => "stream";

    /// <inheritdoc/>
    public string Purpose =>
        "many sessions stream, nothing is decoded: processor, memory and threads of the server, and whether it loses anything";

    /// <inheritdoc/>
    public bool Decodes => false;

    /// <inheritdoc/>
    public int Sessions => 500;

    /// <inheritdoc/>
    public TimeSpan Length => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IReadOnlyList<string> ServerSettings => [];

    /// <inheritdoc/>
    public string About(LoadSettings settings) =>
        $"{settings.Sessions} sessions at {settings.FramesPerSecond} pictures/s and {settings.BitsPerSecond / 1000} kbit/s "
        + $"for {settings.Length.TotalSeconds:0} s, "
        + $"{settings.Ramp} begun a second, not decoded, {settings.Processors.Words}";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LoadFigure>> RunAsync(LoadRun run)
    {
        await using var crowd = run.CreateCrowd();
        await crowd.GrowAsync(1, 1, run.Cancellation);
        await run.WaitAsync(Settling);
        var (one, oneSample) = (await run.Server.CollectAsync(run.Cancellation), run.Sample);

        run.Say($"{run.Settings.Sessions} sessions begin");
        await crowd.GrowAsync(run.Settings.Sessions - 1, run.Settings.Ramp, run.Cancellation);
        await run.WaitAsync(Settling);
        run.Say($"steady for {run.Settings.Length.TotalSeconds:0} s");
        var window = await run.WatchAsync(crowd, run.Settings.Length);
        var all = await run.Server.CollectAsync(run.Cancellation);

        var more = Math.Max(1, run.Settings.Sessions - 1);
        return
        [
            .. StreamFigures.OfConnecting(crowd.Clients, run.Settings.Sessions),
            .. StreamFigures.OfStreams(window),
            .. StreamFigures.OfProcessor(window, mostCores: 1),
            LoadFigure.AtLeast(
                "socket → picture, datagrams a second and core", window.Datagrams / window.ReceiverSeconds, PacketsPerCoreSecond),
            LoadFigure.AtMost("managed memory a session", (all.HeapBytes - one.HeapBytes) / (double)more, SessionBytes, "B"),
            LoadFigure.Plain("resident memory a session", (window.Last?.ResidentBytes - oneSample?.ResidentBytes) / (double?)more, "B"),
            LoadFigure.Plain("resident memory", window.Last?.ResidentBytes / 1048576.0, "MiB"),
            LoadFigure.Back(
                $"threads at 1 and at {run.Settings.Sessions} sessions", oneSample?.Threads, window.Last?.Threads, 0, "", "the same"),
        ];
    }
}
