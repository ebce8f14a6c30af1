using System.Diagnostics;
using System.Globalization;
using FaceAuth.Frames;
using FaceAuth.Pipeline;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Bench.Pipeline;

/// <summary>
/// Whole sessions through the pipeline as the host composes it: real models, real store, decoded pictures of one clip from memory.
/// </summary>
/// <remarks>
/// Counts the processor time of the pipeline's own threads, not time on the wall, nor what this program does beside; and steps its own
/// clock from picture to picture, so other work on the machine moves the result little. The camera sends 30 a second.
/// </remarks>
internal static class SessionLoad
{
    const string Owner = "rp:bench";
    const double Fps = 30;

    /// <summary>Prints a line for each size of crowd.</summary>
    /// <param name="crowds">Sessions at once.</param>
    /// <param name="settings">Further settings, e.g. --Inference:Provider Cuda.</param>
    public static async Task RunAsync(IReadOnlyList<int> crowds, string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("faceauth-bench-").FullName;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Store:Directory"] = folder,
            ["Models:Directory"] = SharedFiles.RequireModels(),
            ["Models:Manifest"] = FrameRig.Manifest(),
            ["Pipeline:MaxRuns"] = "1000",
            ["Pipeline:LeastRate"] = "0",
        }).AddCommandLine(settings).Build();
        var clock = new FakeTimeProvider();
        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock)
            .AddFaceAuthStore(configuration).AddFaceAuthPipeline(configuration).BuildServiceProvider();
        await services.GetRequiredService<StoreInitializer>().InitializeAsync(default);
        var pipeline = services.GetRequiredService<AuthPipeline>();
        await pipeline.StartAsync(default);
        if (!pipeline.Readiness.IsReady) throw new InvalidOperationException(pipeline.Readiness.Problem);
        var subject = (await services.GetRequiredService<ISubjectStore>().GetOrCreateAsync(Owner, "bench", default)).Id;
        var pictures = Decode();
        var enrolled = (await PlayAsync(pipeline, clock, pictures, SessionPurpose.Enroll, subject, 1))[0];
        if (!enrolled.Accepted) throw new InvalidOperationException($"Not enrolled: {string.Join(", ", enrolled.Reasons)}.");

        Console.WriteLine(
            "sessions | accepted | pictures each | CPU s a verdict | CPU ms a picture | verdicts a minute and core | pictures a second");
        foreach (var crowd in crowds)
        {
            var (before, start) = (PipelineTime(), Stopwatch.GetTimestamp());
            var (verdicts, accepted, analysed) = (0, 0, 0L);
            while (verdicts < 10)
            {
                var decisions = await PlayAsync(pipeline, clock, pictures, SessionPurpose.Verify, subject, crowd);
                verdicts += decisions.Count;
                accepted += decisions.Count(decision => decision.Accepted);
                analysed += decisions.Sum(decision => (long)decision.Scores.FramesAnalysed);
            }

            var cpu = (PipelineTime() - before).TotalSeconds;
            var wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{crowd} | {accepted} of {verdicts} | {(double)analysed / verdicts:F0} | {cpu / verdicts:F2} | {1000 * cpu / analysed:F1} "
                + $"| {60 * verdicts / cpu:F0} | {analysed / wall:F0}"));
        }

        await pipeline.StopAsync(default);
    }

    // Linux: the name of a thread is its first 15 characters, its processor time the first number of its schedstat, in nanoseconds
    static TimeSpan PipelineTime() => TimeSpan.FromMicroseconds(Directory.GetDirectories("/proc/self/task")
        .Where(thread => File.ReadAllText(Path.Combine(thread, "comm")).StartsWith("FaceAuth pipeli", StringComparison.Ordinal))
        .Sum(thread => double.Parse(
            File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture) / 1000));

    static async Task<List<AuthDecision>> PlayAsync(
        AuthPipeline pipeline, FakeTimeProvider clock, List<Picture> pictures, SessionPurpose purpose, Guid subject, int sessions)
    {
        using var pool = new VideoFramePool(limit: 4 * sessions, kept: 2 * sessions);
        var runs = new List<IAuthRun>();
        for (var i = 0; i < sessions; i++)
        {
            var admission = await pipeline.OpenAsync(new AuthRequest(Guid.NewGuid(), Owner, purpose, subject, "passive"), default);
            runs.Add(admission.Run ?? throw new InvalidOperationException($"Refused: {admission.Refusal}."));
        }

        var decisions = new List<AuthDecision>();
        for (var number = 0; runs.Count > 0; number++)
        {
            clock.Advance(TimeSpan.FromSeconds(1 / Fps));
            for (var i = 0; i < runs.Count; i++) runs[i].Offer(pictures[number % pictures.Count].Rent(pool, number, clock));
            while (pool.Out > 0) await Task.Delay(1);
            for (var i = runs.Count - 1; i >= 0; i--)
            {
                if (await DecisionAsync(runs[i]) is not { } decision) continue;
                decisions.Add(decision);
                await runs[i].DisposeAsync();
                runs.RemoveAt(i);
            }
        }

        return decisions;
    }

    static async Task<AuthDecision?> DecisionAsync(IAuthRun run)
    {
        do
        {
            while (run.Events.TryRead(out var seen))
            {
                if (seen is AuthEvent.Decided { Decision: var decision }) return decision;
            }
        }
        // the run takes no more pictures: it waits for the store, and the clock must wait with it
        while (run.Snapshot().DroppedByReason["closed"] > 0 && await run.Events.WaitToReadAsync());

        return null;
    }

    static List<Picture> Decode()
    {
        var pictures = new List<Picture>();
        foreach (var frame in Clips.Frames(SharedFiles.Data("video/single_face.mp4"), "scale=640:-2:flags=area"))
        {
            using (frame) pictures.Add(new Picture(frame.Width, frame.Height, frame.Y.ToArray(), frame.U.ToArray(), frame.V.ToArray()));
        }

        return pictures;
    }

    sealed record Picture(int Width, int Height, byte[] Y, byte[] U, byte[] V)
    {
        public VideoFrame Rent(VideoFramePool pool, int number, TimeProvider clock)
        {
            if (!pool.TryRent(Width, Height, out var frame)) throw new InvalidOperationException("A picture leaked.");
            Y.CopyTo(frame.Y);
            U.CopyTo(frame.U);
            V.CopyTo(frame.V);
            frame.RtpTimestamp = (uint)(number * 90_000 / Fps);
            frame.ReceivedAt = clock.GetElapsedTime(0);
            return frame;
        }
    }
}
