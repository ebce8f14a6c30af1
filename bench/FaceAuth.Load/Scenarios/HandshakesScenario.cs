using FaceAuth.Load.Clients;
using FaceAuth.Load.Reports;

namespace FaceAuth.Load.Scenarios;

/// <summary>Many connect at once while others stream.</summary>
internal sealed class HandshakesScenario : ILoadScenario
{
    static readonly TimeSpan Lead = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string Name => "handshakes";

    /// <inheritdoc/>
    public string Purpose => "many connect at once while others stream: how long the last one waits, and whether the streams notice";

    /// <inheritdoc/>
    public bool Decodes => false;

    /// <inheritdoc/>
    public int Sessions => 50;

    /// <inheritdoc/>
    public TimeSpan Length => TimeSpan.FromSeconds(8);

    /// <inheritdoc/>
    public IReadOnlyList<string> ServerSettings => [];

    /// <inheritdoc/>
    public string About(LoadSettings settings) => $"{settings.Handshakes} handshakes at once beside {settings.Sessions} streaming sessions";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LoadFigure>> RunAsync(LoadRun run)
    {
        await using var crowd = await run.CreateStreamingCrowdAsync(Lead);
        run.Say($"{run.Settings.Handshakes} connect at once");
        var joined = new (LoadClient Client, bool IsUp)[run.Settings.Handshakes];
        TimeSpan? took = null;
        var window = await run.WatchAsync(crowd, run.Settings.Length, async () =>
        {
            await run.WaitAsync(Lead);
            var begun = run.Clock.GetTimestamp();
            joined = await Task.WhenAll(joined.Select(_ => crowd.JoinAsync(streams: false, run.Cancellation)));
            took = run.Clock.GetElapsedTime(begun);
        });

        return
        [
            LoadFigure.All(
                "sessions streaming", crowd.Clients.Count(client => client.IsUp) - joined.Count(one => one.IsUp), run.Settings.Sessions),
            .. StreamFigures.OfConnecting([.. joined.Select(one => one.Client)], run.Settings.Handshakes),
            LoadFigure.AtMost("all connected after", took?.TotalMilliseconds, 3000, "ms"),
            .. StreamFigures.OfStreams(window),
            .. StreamFigures.OfProcessor(window, mostCores: null),
        ];
    }
}
