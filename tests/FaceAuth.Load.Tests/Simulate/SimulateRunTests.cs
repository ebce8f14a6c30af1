using System.Diagnostics;
using FaceAuth.Load.Simulate;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Tests;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using FaceAuth.Testing.Fakes;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Load.Tests.Simulate;

/// <summary>The real host and the real client; between them the test plays the network and the pipeline.</summary>
public sealed class SimulateRunTests : IAsyncLifetime
{
    readonly HostApplication _host = new();
    readonly FakeTimeProvider _clock = new();
    readonly StringWriter _output = new();
    readonly FakeMediaClient _client;
    SimulateSettings _settings;

    public SimulateRunTests()
    {
        _client = new FakeMediaClient(() => _host.Media.Peers[^1]);
        _settings = new()
        {
            Clip = new() { Path = Path.Combine(_host.Folder, "still.png") },
            Server = new("http://localhost"),
            Purpose = "enroll",
            Subject = "alice",
        };
    }

    public async ValueTask InitializeAsync()
    {
        Require.Program("ffmpeg", "ffmpeg");
        using var ffmpeg = Process.Start(
            "ffmpeg", ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x64:duration=1:rate=1", _settings.Clip.Path]);
        await ffmpeg.WaitForExitAsync();
        var (_, key) = await _host.Services.GetRequiredService<IRelyingPartyStore>().IssueKeyAsync("shop", default);
        _settings = _settings with { ApiKey = key };
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_ends_with_a_verdict_that_was_checked(bool accepted)
    {
        var running = RunAsync();
        var run = await RunOfHostAsync(running);
        run.Says(new AuthEvent.Guidance(GuidanceCode.MoveCloser));
        run.Says(new AuthEvent.Challenge(ChallengeKind.Blink, 2, TimeSpan.FromSeconds(5)));
        run.Says(new AuthEvent.Decided(accepted
            ? new AuthDecision(true, run.Request.SubjectId, [], Scores())
            : new AuthDecision(false, null, [ReasonCode.NoSignOfLife, ReasonCode.SpoofSuspected], Scores())));

        Assert.Equal(accepted, await running);

        var text = _output.ToString();
        Assert.Contains("Come a little closer.", text, StringComparison.Ordinal);
        Assert.Contains("Close your eyes for a second, twice", text, StringComparison.Ordinal);
        Assert.Contains(accepted ? "ACCEPTED as alice" : "REJECTED", text, StringComparison.Ordinal);
        Assert.Equal(!accepted, text.Contains("no sign of life in time", StringComparison.Ordinal));
        Assert.Contains("were checked", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statistics_are_asked_for_with_a_report_and_printed()
    {
        _settings = _settings with { Report = true };

        var running = RunAsync();
        var run = await RunOfHostAsync(running);
        await UntilAsync(() => run.ReportsEveryPicture);
        run.Stats = new(
            9, 7, new Dictionary<string, long> { ["stale"] = 2 },
            new Dictionary<string, TimeSpan> { ["detect"] = TimeSpan.FromMilliseconds(4) }, default, default);
        run.Says(new AuthEvent.Analysed(new(1, 1, TimeSpan.FromMilliseconds(20), new Dictionary<string, TimeSpan>())));
        run.Says(new AuthEvent.Decided(new(false, null, [ReasonCode.TimedOut], Scores())));

        Assert.False(await running);
        Assert.Contains("9 decoded, 7 analysed, 2 dropped (stale)", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("detect 4.0 ms", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_is_unknown_is_registered_and_known_the_next_time()
    {
        _settings = _settings with { ApiKey = null, Subject = null, User = "ada", Password = "correct horse battery" };

        for (var i = 0; i < 2; i++)
        {
            await using var client = new FakeMediaClient(() => _host.Media.Peers[^1]);
            var running = RunAsync(client);
            var run = await RunOfHostAsync(running, client);
            run.Says(new AuthEvent.Decided(new(false, null, [ReasonCode.TimedOut], Scores())));
            Assert.False(await running);
        }

        _settings = _settings with { Password = "another one entirely" };
        await FailsAsync("The password of ada is wrong");
    }

    [Fact]
    public async Task An_unknown_key_is_explained()
    {
        _settings = _settings with { ApiKey = "fa_nobody" };

        await FailsAsync("401 api_key_invalid", "--api-key");
    }

    [Fact]
    public async Task A_key_that_cannot_be_one_is_not_sent()
    {
        _settings = _settings with { ApiKey = "two\nlines" };

        await FailsAsync("That is not an API key");
    }

    [Fact]
    public async Task Someone_who_is_not_enrolled_cannot_be_verified()
    {
        _settings = _settings with { Purpose = "verify" };

        await FailsAsync("409 not_enrolled", "purpose enroll first");
    }

    [Fact]
    public async Task A_busy_server_says_so()
    {
        _host.Media.Refusal = PeerRefusal.Busy;

        await FailsAsync("busy: ", "in a few seconds");
    }

    [Fact]
    public async Task An_answer_that_cannot_be_used_is_explained()
    {
        _client.AcceptFault = new FormatException("The answer names no address to connect to.");

        await FailsAsync("The server's answer cannot be used: The answer names no address to connect to.");
    }

    [Fact]
    public async Task A_session_that_breaks_on_the_server_is_explained_in_its_words()
    {
        var running = RunAsync();
        (await RunOfHostAsync(running)).Breaks();

        var fault = await Assert.ThrowsAsync<SimulateException>(() => running);
        Assert.StartsWith("The session ended without a decision: The server failed to do this", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_never_came_up_names_the_udp_port()
    {
        var running = RunAsync();
        await RunOfHostAsync(running);

        _client.Happens(new PeerEvent.Ended(PeerEnd.NeverConnected));
        var fault = await Assert.ThrowsAsync<SimulateException>(() => AdvanceAsync(running));

        Assert.Contains("UDP port", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_runs_out_without_a_verdict()
    {
        var running = RunAsync();
        await RunOfHostAsync(running);
        await UntilAsync(() => running.IsCompleted || _client.Pictures > 0);

        var fault = await Assert.ThrowsAsync<SimulateException>(() => AdvanceAsync(running));

        Assert.StartsWith("No verdict within 40 s.", fault.Message, StringComparison.Ordinal);
        Assert.True(_client.Pictures > 0);
    }

    [Fact]
    public async Task It_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        var running = RunAsync(cancellation: stop.Token);
        await RunOfHostAsync(running);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        using var http = new HttpClient { BaseAddress = new("http://127.0.0.1:1") };

        var fault = await Assert.ThrowsAsync<SimulateException>(() => new ServerApi(http).GetKeysAsync(default));

        Assert.Contains("http://127.0.0.1:1/", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--server", fault.Message, StringComparison.Ordinal);
    }

    async Task FailsAsync(params string[] parts)
    {
        var fault = await Assert.ThrowsAsync<SimulateException>(() => RunAsync());
        Assert.All(parts, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', fault.Message);
    }

    async Task<bool> RunAsync(FakeMediaClient? client = null, CancellationToken cancellation = default)
    {
        using var http = _host.CreateClient();
        var run = new SimulateRun(
            _settings, new ServerApi(http), ConnectAsync, () => client ?? _client, new TextOutput(_output, _output), _clock);
        return await run.RunAsync(cancellation);
    }

    Task<SessionHub> ConnectAsync(Uri address, string token, CancellationToken cancellation) => SessionHub.ConnectAsync(
        address, token,
        options =>
        {
            // the host in this process has no sockets
            (options.SkipNegotiation, options.Transports) = (false, HttpTransportType.ServerSentEvents);
            options.HttpMessageHandlerFactory = _ => _host.Server.CreateHandler();
        }, cancellation);

    /// <summary>The pipeline's run, once the offer was answered and the client is ready.</summary>
    async Task<FakeAuthRun> RunOfHostAsync(Task running, FakeMediaClient? client = null)
    {
        await UntilAsync(() => running.IsCompleted || (client ?? _client).Messages > 0);
        if (running.IsCompleted) await running;
        return _host.Pipeline.Runs[^1];
    }

    /// <summary>Lets time pass until a run ends.</summary>
    async Task AdvanceAsync(Task running)
    {
        while (!running.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await BreatheAsync();
        }

        await running;
    }

    static async Task UntilAsync(Func<bool> condition)
    {
        for (var turns = 0; !condition(); turns++)
        {
            Assert.True(turns < 100_000, "It never came to that.");
            await BreatheAsync();
        }
    }

    /// <summary>Lets the other threads get on; what they do is real, only the clock is not.</summary>
    static Task BreatheAsync() => Task.Run(() => Thread.Sleep(1));

    static AuthScores Scores() => new(0.71, 0.42, double.NaN, 2, 80, 12, TimeSpan.FromSeconds(4), ["detector", "embedder"]);
}
