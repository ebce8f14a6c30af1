using FaceAuth.Load.Clients;
using FaceAuth.Load.Measuring;
using FaceAuth.Load.Reports;
using FaceAuth.Load.Serve;

namespace FaceAuth.Load.Scenarios;

/// <summary>Sessions come, stream and go; what the server holds afterwards is compared with what it held before.</summary>
/// <remarks>
/// They go with a goodbye, without one as when a tab is killed or the goodbye is lost; and some take the answer and never come.
/// </remarks>
internal sealed class ChurnScenario : ILoadScenario
{
    const int AtOnce = 32;
    const double HeapSlack = 1 << 20;
    const double ResidentSlack = 0.05;
    static readonly TimeSpan Stay = TimeSpan.FromMilliseconds(300);
    static readonly TimeSpan Emptying = TimeSpan.FromSeconds(20);
    static readonly TimeSpan Idle = TimeSpan.FromSeconds(22);   // the thread pool lets an idle thread go after 20 s
    static readonly TimeSpan Returning = TimeSpan.FromSeconds(5);   // the collector gives memory back little by little

    /// <inheritdoc/>
    public string Name => "churn";

    /// <inheritdoc/>
    public string Purpose =>
        "sessions come, stream and go, half of them without a word: whether memory, handles and threads return to the start";

    /// <inheritdoc/>
    public bool Decodes => true;

    /// <inheritdoc/>
    public int Sessions => AtOnce;

    /// <inheritdoc/>
    public TimeSpan Length => Stay;

    /// <summary>Those who leave without a word are missed as soon as the options allow.</summary>
    public IReadOnlyList<string> ServerSettings => ["--Media:Ice:ConsentTimeout", "00:00:05", "--Media:Ice:ConnectTimeout", "00:00:05"];

    /// <inheritdoc/>
    public string About(LoadSettings settings) =>
        $"{settings.Cycles} cycles of connecting, streaming {settings.Length.TotalSeconds:0.#} s and leaving, {settings.Sessions} at once, "
        + $"after {WarmUp(settings)} to warm up";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LoadFigure>> RunAsync(LoadRun run)
    {
        await using var crowd = run.CreateCrowd();
        run.Say("warming up");
        await CycleAsync(run, crowd, WarmUp(run.Settings));
        var (start, startSample, _) = await RestAsync(run);
        run.Say($"{run.Settings.Cycles} cycles");
        var begun = run.Clock.GetTimestamp();
        var failed = await CycleAsync(run, crowd, run.Settings.Cycles);
        var took = run.Clock.GetElapsedTime(begun);
        var (end, endSample, isEmpty) = await RestAsync(run);

        const double mebi = 1048576.0;
        return
        [
            LoadFigure.AtMost("cycles that failed", failed, 0),
            LoadFigure.Plain("cycles a second", run.Settings.Cycles / took.TotalSeconds),
            LoadFigure.Plain("pictures decoded", end.Decoded - start.Decoded),
            LoadFigure.AtMost("sessions left", end.Sessions, 0) with { IsMet = isEmpty },
            LoadFigure.Plain("ended by", null) with
            {
                Measured = string.Join(", ", end.Ended.OrderBy(one => one.Key).Select(one => $"{one.Key} {one.Value}")),
            },
            LoadFigure.Back("managed heap", start.HeapBytes / mebi, end.HeapBytes / mebi, HeapSlack / mebi, "MiB", "the start, ± 1 MiB"),
            LoadFigure.Back(
                "resident memory", startSample?.ResidentBytes / mebi, endSample?.ResidentBytes / mebi,
                (startSample?.ResidentBytes ?? 0) * ResidentSlack / mebi, "MiB", "the start, ± 5 %"),
            LoadFigure.Plain("of it held by the collector", null) with
            {
                Measured = $"{start.CommittedBytes / mebi:F1} MiB → {end.CommittedBytes / mebi:F1} MiB",
            },
            LoadFigure.Back("handles", startSample?.Handles, endSample?.Handles, 0, "", "the start"),
            LoadFigure.Back("threads", startSample?.Threads, endSample?.Threads, 0, "", "the start"),
        ];
    }

    static int WarmUp(LoadSettings settings) => Math.Min(settings.Cycles, 1000);   // until code is compiled for good and pools are full

    /// <summary>Runs cycles, some at once; says how many failed.</summary>
    static async Task<int> CycleAsync(LoadRun run, LoadCrowd crowd, int count)
    {
        var (next, failed) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, run.Settings.Sessions).Select(_ => Task.Run(async () =>
        {
            for (int number; (number = Interlocked.Increment(ref next) - 1) < count;)
            {
                if (!await OneAsync(run, crowd, number)) Interlocked.Increment(ref failed);
            }
        })));
        return failed;
    }

    static async Task<bool> OneAsync(LoadRun run, LoadCrowd crowd, int number)
    {
        if (number % 8 == 7)   // takes the answer and never comes
        {
            await crowd.OfferAsync(run.Cancellation);
            return true;
        }

        var (client, isUp) = await crowd.JoinAsync(streams: true, run.Cancellation);
        if (isUp) await run.WaitAsync(run.Settings.Length);
        await crowd.LeaveAsync(client, saysGoodbye: number % 2 == 0);
        return isUp;
    }

    /// <summary>The server once everybody has gone and nothing is left to do.</summary>
    static async Task<(LoadHostStats Stats, ServerSample? Sample, bool IsEmpty)> RestAsync(LoadRun run)
    {
        var isEmpty = await run.WaitUntilEmptyAsync(Emptying);
        await run.WaitAsync(run.Settings.Cycles < 100 ? TimeSpan.Zero : Idle);
        var stats = await run.Server.CollectAsync(run.Cancellation);
        await run.WaitAsync(run.Settings.Cycles < 100 ? TimeSpan.Zero : Returning);
        return (stats, run.Sample, isEmpty);
    }
}
