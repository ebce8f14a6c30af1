using FaceAuth.Load.Clips;
using FaceAuth.Load.Simulate;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Load.Sessions;

/// <summary>Plays whole sessions, each with a camera and a signalling connection of its own. Safe from many threads.</summary>
internal sealed class SessionPlayer : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly SocketsHttpHandler _http = new();
    readonly IReadOnlyList<Uri> _servers;
    readonly SessionsSettings _settings;
    readonly Func<IMediaClient> _createClient;
    readonly TimeProvider _clock;
    int _turn;

    /// <summary>For these servers.</summary>
    /// <param name="settings">The run.</param>
    /// <param name="servers">Where they are; sessions go to each in turn.</param>
    /// <param name="createClient">Makes a camera.</param>
    /// <param name="clock">The clock.</param>
    public SessionPlayer(SessionsSettings settings, IReadOnlyList<Uri> servers, Func<IMediaClient> createClient, TimeProvider clock)
    {
        (_settings, _servers, _createClient, _clock) = (settings, servers, createClient, clock);
    }

    /// <summary>Plays one.</summary>
    /// <param name="key">The relying party's key.</param>
    /// <param name="purpose">enroll or verify.</param>
    /// <param name="subject">Who it is.</param>
    /// <param name="clip">The coded clip.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<PlayedSession> PlayAsync(string key, string purpose, string subject, CodedClip clip, CancellationToken cancellation)
    {
        var server = _servers[(int)((uint)Interlocked.Increment(ref _turn) % (uint)_servers.Count)];
        using var http = new HttpClient(_http, disposeHandler: false) { BaseAddress = ServerApi.Below(server, ""), Timeout = Patience };
        var settings = new SimulateSettings
        {
            Clip = new ClipSettings { Path = clip.Path, FramesPerSecond = _settings.FramesPerSecond },
            Server = server,
            Purpose = purpose,
            Subject = subject,
            ApiKey = key,
            Policy = _settings.Policy,
            Timeout = Patience,
        };
        var output = new SessionOutput();
        var run = new SimulateRun(
            settings, new ServerApi(http), (address, token, given) => SessionHub.ConnectAsync(address, token, null, given),
            _createClient, output, _clock);
        var begun = _clock.GetElapsedTime(0);
        try
        {
            return await run.RunAsync(cancellation)
                ? Ended(SessionEnd.Accepted, null)
                : Ended(SessionEnd.Refused, output.Reasons is [var reason, ..] ? reason : "no reason");
        }
        catch (SimulateException e)
        {
            return Ended(IsBusy(e.Code) ? SessionEnd.Busy : SessionEnd.Undecided, e.Code ?? e.Message);
        }
        catch (ClipException e)
        {
            throw new LoadException(e.Message, e);
        }

        PlayedSession Ended(SessionEnd end, string? why) => new(end, begun, _clock.GetElapsedTime(0) - begun, why);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    static bool IsBusy(string? code) =>
        code is "busy" or "address_busy" or "relying_party_busy" or "too_many_sessions" or "too_many_requests";

    /// <summary>Keeps a refusal's reasons.</summary>
    sealed class SessionOutput : ISimulateOutput
    {
        public IReadOnlyList<string> Reasons { get; private set; } = [];

        public void Begin(SimulateSettings settings, PictureSize size, Guid session)
        {
        }

        public void Step(TimeSpan at, SimulateStep step)
        {
        }

        public void Message(TimeSpan at, in ServerMessage message)
        {
        }

        public void Verdict(TimeSpan at, SimulateVerdict verdict) => Reasons = verdict.Reasons;

        public void Report(SimulateReport report)
        {
        }

        public void Problem(string text)
        {
        }
    }
}
