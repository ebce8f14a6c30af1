using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Testing.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Sessions;

/// <summary>What is seen of connection and page reaches the run.</summary>
public sealed class ToldSignalsTests
{
    [Fact]
    public async Task What_the_connection_says_of_the_client_is_told_when_it_is_up_and_when_it_changes()
    {
        await using var host = new HostApplication();
        var party = await host.RelyingPartyAsync();
        var id = (await party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" })).GetProperty("id").GetGuid();
        var opener = host.Services.GetRequiredService<SessionOpener>();
        await opener.OpenAsync(new(new(id, "token"), "v=0", "no-connection", null) { UserAgent = "a browser" }, default);
        var (peer, run) = (host.Media.Peers[^1], host.Pipeline.Runs[^1]);
        var sign = PeerSign.Unknown;
        peer.SignsOf = agent => new(agent == "a browser" ? sign : PeerSign.Raised, PeerSign.Clear, PeerSign.Raised);

        peer.Happens(new PeerEvent.Connected());
        await ToldAsync(run, 3);
        sign = PeerSign.Clear;
        peer.Happens(new PeerEvent.SignsChanged());

        await ToldAsync(run, 6);
        AuthSignal[] others = [new(SignalKind.Pacing, SignalState.Clear), new(SignalKind.KeyframeAnswer, SignalState.Raised)];
        Assert.Equal(
            [new(SignalKind.ClientIdentity, SignalState.Unknown), .. others, new(SignalKind.ClientIdentity, SignalState.Clear), .. others],
            run.Signals);
    }

    [Theory]
    [InlineData("""{"type":"camera","name":"plain","source":"device","same":true,"ranges":true}""", SignalState.Clear)]
    [InlineData("""{"type":"camera","name":"virtual","source":"device","same":true}""", SignalState.Raised)]
    public async Task What_the_page_says_of_the_camera_is_told(string message, object state)
    {
        await using var host = new HostApplication();
        var session = await LiveSession.OpenAsync(host, await host.RelyingPartyAsync(), new { purpose = "enroll", subject = "ada" });
        await session.OpenChannelAsync();

        session.Peer.Receives(message);

        await ToldAsync(session.Run, 1);
        Assert.Equal(new AuthSignal(SignalKind.CameraProbe, (SignalState)state), Assert.Single(session.Run.Signals));
    }

    static async Task ToldAsync(FakeAuthRun run, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (run.Signals.Count < count) await tick.WaitForNextTickAsync(limit.Token);
    }
}
