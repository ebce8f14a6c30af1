using System.Globalization;
using FaceAuth.Load.Reports;

namespace FaceAuth.Load.Scenarios;

/// <summary>Sessions on a network that loses datagrams both ways; pictures are decoded.</summary>
internal sealed class LossScenario : ILoadScenario
{
    const double Mild = 0.05;
    static readonly double[] Usual = [Mild, 0.2];
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Leaving = TimeSpan.FromSeconds(40);   // consent is lost after 30 s

    /// <inheritdoc/>
    public string Name => "loss";

    /// <inheritdoc/>
    public string Purpose => "datagrams are lost at random both ways: how many pictures are decoded all the same";

    /// <inheritdoc/>
    public bool Decodes => true;

    /// <inheritdoc/>
    public int Sessions => 20;

    /// <inheritdoc/>
    public TimeSpan Length => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public IReadOnlyList<string> ServerSettings => [];

    /// <inheritdoc/>
    public string About(LoadSettings settings) =>
        $"{settings.Sessions} sessions, {string.Join(" and ", Rates(settings).Select(Percent))} of datagrams lost each way, "
        + $"{settings.Length.TotalSeconds:0} s each, decoded";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LoadFigure>> RunAsync(LoadRun run)
    {
        List<LoadFigure> figures = [];
        foreach (var rate in Rates(run.Settings)) figures.AddRange(await RunAsync(run, rate));
        return figures;
    }

    static async Task<IEnumerable<LoadFigure>> RunAsync(LoadRun run, double rate)
    {
        await run.WaitUntilEmptyAsync(Leaving);   // whose goodbye was lost would count as silent
        run.Say($"{Percent(rate)} lost");
        await using var crowd = run.CreateCrowd();
        crowd.Media.Loss = rate;
        var up = await crowd.GrowAsync(run.Settings.Sessions, run.Settings.Ramp, run.Cancellation);
        await run.WaitAsync(Settling);
        var window = await run.WatchAsync(crowd, run.Settings.Length);

        var decoded = window.After.WindowPictures;
        var name = $"{Percent(rate)} lost: ";
        return
        [
            LoadFigure.All($"{name}sessions up", up, run.Settings.Sessions),
            rate <= Mild
                ? LoadFigure.All($"{name}pictures decoded", decoded, window.Sent)
                : LoadFigure.AtLeast($"{name}pictures decoded", 100.0 * decoded / Math.Max(1, window.Sent), 80, "%"),
            LoadFigure.Plain($"{name}packets asked for again and received", window.After.Retransmitted - window.Before.Retransmitted),
            LoadFigure.Plain($"{name}packets that never came", window.After.PacketsLost - window.Before.PacketsLost),
            LoadFigure.Plain($"{name}keyframes asked for", window.After.KeyframeRequests - window.Before.KeyframeRequests),
            LoadFigure.Plain($"{name}longest pause", window.LongestGapMs, "ms"),
            LoadFigure.Plain($"{name}picture sent → whole, p99", window.After.DelayP99Ms, "ms"),
        ];
    }

    static double[] Rates(LoadSettings settings) => settings.Loss is { } one ? [one] : Usual;

    static string Percent(double rate) => string.Create(CultureInfo.InvariantCulture, $"{rate * 100:0.#} %");
}
