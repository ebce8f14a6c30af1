using FaceAuth.Accuracy.Pictures;
using FaceAuth.Pipeline;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Runs;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.Extensions.Options;

namespace FaceAuth.Accuracy.Playing;

/// <summary>The pipeline as the host composes it, played on a clock that moves with the pictures.</summary>
/// <remarks>
/// With real models and a store of its own that goes with it. Each picture is analysed before the next is taken, so that a slow
/// machine decides what a fast one does. One session at a time.
/// </remarks>
internal sealed class SessionPlayer : IAsyncDisposable
{
    const string Owner = "evaluation";

    // A session that has not decided so long after its last picture never will.
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    // Real time for one picture: a stage that hangs shall not hang the evaluation for good.
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-sessions-").FullName;
    readonly ServiceProvider _services;
    readonly SteppedClock? _clock;

    SessionPlayer(IConfiguration settings, TimeProvider time)
    {
        var configuration = new ConfigurationBuilder().AddConfiguration(settings)
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Store:Directory"] = _folder }).Build();
        _clock = time as SteppedClock;
        Time = time;
        _services = new ServiceCollection().AddLogging().AddSingleton(time)
            .AddFaceAuthStore(configuration).AddFaceAuthPipeline(configuration).BuildServiceProvider();
    }

    /// <summary>The clock that sessions run on.</summary>
    public TimeProvider Time { get; }

    AuthPipeline Pipeline => _services.GetRequiredService<AuthPipeline>();

    /// <summary>Composes it and loads the models.</summary>
    /// <param name="settings">The server's settings; where its store lies is left aside.</param>
    /// <param name="time">The clock; null for one that moves with the pictures.</param>
    /// <exception cref="ModelException">The models cannot be used; the message says what to do.</exception>
    public static async Task<SessionPlayer> StartAsync(IConfiguration settings, TimeProvider? time = null)
    {
        var player = new SessionPlayer(settings, time ?? new SteppedClock());
        try
        {
            await player._services.GetRequiredService<StoreInitializer>().InitializeAsync(default);
            await player.Pipeline.StartAsync(default);
            var readiness = player.Pipeline.Readiness;
            return readiness.IsReady ? player : throw new ModelException(readiness.Problem ?? "The models could not be loaded.");
        }
        catch
        {
            await player.DisposeAsync();
            throw;
        }
    }

    /// <summary>A subject nobody has enrolled yet.</summary>
    public async Task<Guid> NewSubjectAsync() =>
        (await _services.GetRequiredService<ISubjectStore>().GetOrCreateAsync(Owner, Guid.NewGuid().ToString(), default)).Id;

    /// <summary>Erases a subject, so that no later session finds them.</summary>
    public async Task ForgetAsync(Guid subject) => await _services.GetRequiredService<ISubjectStore>().EraseAsync(subject, default);

    /// <summary>Draws the challenges of the sessions that follow from a seed, so that they can be played again.</summary>
    public void FixChallenges(int seed) => Pipeline.Chance = new Random(seed);

    /// <summary>
    /// Plays what was recorded of one enrolment to another whose challenges are drawn afresh, as a replay of the video would.
    /// </summary>
    /// <remarks>
    /// From the start and then over and over: in every picture the models see what they saw. Takes no time of the clock's.
    /// </remarks>
    /// <param name="recording">Of an enrolment with the same models.</param>
    /// <param name="policy">By name.</param>
    /// <param name="seed">Of the challenges.</param>
    /// <param name="from">Picture at which the replay begins.</param>
    /// <returns>Whether it would be accepted.</returns>
    public bool Replay(SessionRecording recording, string policy, int seed, int from = 0)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var demanded = _services.GetRequiredService<IOptions<DecisionOptions>>().Value.Policy(policy)
            ?? throw new ArgumentException($"There is no policy {policy}.", nameof(policy));
        var request = RequestOf(SessionPurpose.Enroll, Guid.NewGuid(), policy);
        return recording.Replay(Pipeline.NewMachine(request, demanded, new Random(seed)), Time.GetElapsedTime(0), from);
    }

    /// <summary>Whether its sessions are those of a client that can show a mark to follow.</summary>
    public bool CanPursue { get; set; }

    /// <summary>Whether its sessions are those of a client whose surround can take colours.</summary>
    public bool CanLight { get; set; }

    /// <summary>How many pictures its decisions come with; whoever sets it disposes them.</summary>
    public int Pictures { get; set; }

    /// <summary>What the session that is played has said so far.</summary>
    public IReadOnlyList<AuthEvent> Heard { get; private set; } = [];

    /// <summary>Sees the evidence of every picture that is played, which it may only read during the call; null for nobody.</summary>
    internal Action<FrameEvidence>? Watcher { get; set; }

    /// <summary>Opens a session; the caller disposes it.</summary>
    /// <exception cref="InvalidOperationException">It is refused.</exception>
    public async Task<IAuthRun> OpenAsync(SessionPurpose purpose, Guid? subject, string policy)
    {
        var admission = await Pipeline.OpenAsync(RequestOf(purpose, subject, policy), default);
        return admission.Run ?? throw new InvalidOperationException($"The session is refused: {admission.Refusal}.");
    }

    /// <summary>Plays a session to its decision.</summary>
    /// <remarks>
    /// When the pictures end before it, nobody is in front of the camera any more and the time runs on. Pictures that are not needed are
    /// not taken from <paramref name="pictures"/>.
    /// </remarks>
    /// <param name="purpose">Enrol, verify or identify.</param>
    /// <param name="subject">Whom; null for identify.</param>
    /// <param name="policy">Liveness policy by name.</param>
    /// <param name="pictures">In order; each is disposed.</param>
    /// <exception cref="InvalidOperationException">
    /// The session is refused, never decides, or the player has a clock that cannot be moved.
    /// </exception>
    public async Task<SessionOutcome> PlayAsync(SessionPurpose purpose, Guid? subject, string policy, IEnumerable<TimedPicture> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var clock = _clock ?? throw new InvalidOperationException("This player runs on a clock of its own.");
        await using var run = await OpenAsync(purpose, subject, policy);
        run.ReportsEveryPicture = true;
        if (run is AuthRun watched) watched.Watcher = Watcher;
        List<AuthEvent> events = [];
        Heard = events;
        var began = clock.GetElapsedTime(0);
        foreach (var picture in pictures)
        {
            var ahead = began + picture.At - clock.GetElapsedTime(0);
            if (ahead > TimeSpan.Zero) clock.Advance(ahead);
            picture.Frame.ReceivedAt = clock.GetElapsedTime(0);
            picture.Frame.RtpTimestamp = (uint)(long)(picture.At.TotalSeconds * 90_000);
            run.Offer(picture.Frame);
            if (await ReadAsync(run, events, seen => seen is AuthEvent.Analysed) is { } decision)
                return new(decision, events, run.Snapshot());
        }

        for (var waited = TimeSpan.Zero; waited < LongestWait; waited += TimeSpan.FromSeconds(1))
        {
            // in the store's hands, which real time moves
            if (run is AuthRun { IsClosed: true }) return new((await ReadAsync(run, events, _ => false))!, events, run.Snapshot());
            clock.Advance(TimeSpan.FromSeconds(1));
            while (run.Events.TryRead(out var seen))
            {
                events.Add(seen);
                if (seen is AuthEvent.Decided { Decision: var decision }) return new(decision, events, run.Snapshot());
            }
        }

        throw new InvalidOperationException($"The session did not decide in {LongestWait.TotalMinutes} min after its last picture.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    AuthRequest RequestOf(SessionPurpose purpose, Guid? subject, string policy) =>
        new(Guid.NewGuid(), Owner, purpose, subject, policy) { CanPursue = CanPursue, CanLight = CanLight, Pictures = Pictures };

    /// <summary>Reads events into <paramref name="events"/> until one is enough, or the decision, which it returns.</summary>
    internal static async Task<AuthDecision?> ReadAsync(IAuthRun run, List<AuthEvent> events, Func<AuthEvent, bool> enough)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await run.Events.WaitToReadAsync(patience.Token))
        {
            while (run.Events.TryRead(out var seen))
            {
                events.Add(seen);
                if (seen is AuthEvent.Decided { Decision: var decision }) return decision;
                if (enough(seen)) return null;
            }
        }

        throw new InvalidOperationException("The feed ended without a decision.");
    }
}
