using FaceAuth.Load.Measuring;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Load.Sessions;

/// <summary>People enrol, then come back at one rate after another, at times that nobody else's depend on.</summary>
/// <remarks>A server that is slower gets no fewer people: the next come all the same, as through a door.</remarks>
internal sealed class SessionsRun(
    SessionsSettings settings, Func<IMediaClient> createClient, TimeProvider clock, Action<string> say, CancellationToken cancellation)
{
    const int EnrolledAtOnce = 4;
    const int MostAtOnce = 5000;   // sessions; people beyond are not sent, and the run says so
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(12);   // a session's life: from then on as many end as begin

    static readonly TimeSpan EnrolPatience = TimeSpan.FromMinutes(3), EnrolPause = TimeSpan.FromSeconds(1);

    readonly Random _random = new(1);
    readonly HashSet<Task> _all = [];
    readonly Lock _gate = new();
    int _next, _decided;

    /// <summary>Runs it.</summary>
    /// <exception cref="LoadException">Nothing can be measured.</exception>
    public async Task<IReadOnlyList<SessionsStep>> RunAsync()
    {
        using var enrol = await CodedClip.MakeAsync(Clip(settings.EnrolClip), cancellation);
        using var verify = await CodedClip.MakeAsync(Clip(settings.Clip), cancellation);
        await using var own = settings.Servers.Count == 0 ? await RunningServer.StartAsync(settings, clock, cancellation) : null;
        var key = own?.ApiKey ?? settings.ApiKey!;
        using var player = new SessionPlayer(settings, own is null ? settings.Servers : [own.Address], createClient, clock);
        say($"{settings.People} people enrol");
        await EnrolAsync(player, key, enrol);

        var steps = new List<SessionsStep>();
        var search = new RateSearch(settings.Rates, begin: 20 * (settings.ServerCores ?? 1));
        while (search.Next() is { } rate)
        {
            say($"{rate} sessions a minute, for {settings.Length.TotalSeconds:0} s");
            var step = await HoldAsync(player, key, verify, rate, own?.Probe);
            steps.Add(step);
            search.Take(step);
        }

        return steps;
    }

    Clips.ClipSettings Clip(string path) =>
        new() { Path = path, FramesPerSecond = settings.FramesPerSecond, BitsPerSecond = settings.BitsPerSecond };

    async Task EnrolAsync(SessionPlayer player, string key, CodedClip clip) =>
        await Parallel.ForEachAsync(
            Enumerable.Range(0, settings.People),
            new ParallelOptions { MaxDegreeOfParallelism = EnrolledAtOnce, CancellationToken = cancellation },
            async (person, given) =>
            {
                var until = Now + EnrolPatience;
                while (true)
                {
                    var played = await player.PlayAsync(key, "enroll", Name(person), clip, given);
                    if (played.End == SessionEnd.Accepted) return;
                    if (played.End == SessionEnd.Refused)
                        throw new LoadException($"A person was not enrolled ({played.Why}). Give another clip by --enrol-clip.");
                    if (Now >= until) throw new LoadException($"Nobody could enrol for {EnrolPatience.TotalMinutes:0} min ({played.Why}).");
                    await Task.Delay(EnrolPause, clock, given);
                }
            });

    /// <summary>Holds a rate: settles, counts who begins within the step's length, and holds on until all of those have ended.</summary>
    async Task<SessionsStep> HoldAsync(SessionPlayer player, string key, CodedClip clip, int rate, ServerProbe? probe)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var counted = new List<Task<PlayedSession>>();
        var (from, to) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        var coming = ComeAsync();
        await WaitAsync(Settling);
        var (first, before) = (probe?.Read(), Volatile.Read(ref _decided));
        var now = Now;
        (from, to) = (now, now + settings.Length);
        var resident = 0L;
        while (Now < to)
        {
            if (coming.IsCompleted) await coming;
            resident = Math.Max(resident, probe?.Read().ResidentBytes ?? 0);
            await WaitAsync(TimeSpan.FromSeconds(Math.Min(1, Math.Max(0.01, (to - Now).TotalSeconds))));
        }

        var (last, decided) = (probe?.Read(), Volatile.Read(ref _decided) - before);
        Task<PlayedSession>[] mine;
        lock (_gate) mine = [.. counted];
        var played = await Task.WhenAll(mine);
        await stop.CancelAsync();
        await coming;
        await Task.WhenAll(Left());
        return new SessionsStep(rate, settings.Length, played, decided, first, last, probe is null ? null : resident);

        async Task ComeAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                // the gaps of people who do not know of each other: exponential
                var gap = TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) * 60 / rate);
                await Task.Delay(gap, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stop.IsCancellationRequested) return;
                if (Left().Length >= MostAtOnce) throw new LoadException($"{MostAtOnce} sessions are under way and none ends.");
                var session = PlayAsync();
                lock (_gate)
                {
                    if (Now >= from && Now < to) counted.Add(session);
                    _all.Add(session);
                }

                _ = session.ContinueWith(
                    Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }

        async Task<PlayedSession> PlayAsync()
        {
            var person = (uint)Interlocked.Increment(ref _next) % (uint)settings.People;
            var played = await player.PlayAsync(key, "verify", Name((int)person), clip, cancellation);
            if (played.End is SessionEnd.Accepted or SessionEnd.Refused) Interlocked.Increment(ref _decided);
            return played;
        }
    }

    void Forget(Task session)
    {
        lock (_gate) _all.Remove(session);
    }

    Task[] Left()
    {
        lock (_gate) return [.. _all];
    }

    TimeSpan Now => clock.GetElapsedTime(0);

    Task WaitAsync(TimeSpan time) => Task.Delay(time, clock, cancellation);

    static string Name(int person) => $"person-{person}";
}
