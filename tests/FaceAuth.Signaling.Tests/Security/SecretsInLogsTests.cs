using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using Microsoft.AspNetCore.SignalR.Client;

namespace FaceAuth.Signaling.Tests.Security;

public sealed class SecretsInLogsTests : IAsyncDisposable
{
    readonly HostApplication _host = new(
        ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"),
        ("Logging:LogLevel:Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", "Trace"),
        ("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Trace"));

    /// <summary>Everything is logged at Trace here: whatever an operator turns on, these must not appear.</summary>
    [Fact]
    public async Task No_secret_of_a_whole_session_is_logged()
    {
        using var party = await _host.RelyingPartyAsync();
        using var user = await _host.UserAsync();
        using var login = await user.PostAsJsonAsync("/v1/auth/login", new { userName = "ada", password = "wrong horse battery" });
        var session = await party.CreateSessionAsync(new { purpose = "enroll", subject = "subject-of-the-shop", nonce = "nonce-1234" });
        var token = session.GetProperty("token").GetString()!;
        await using var hub = _host.Hub(token);
        await hub.StartAsync();
        await hub.InvokeAsync<JsonElement>("Offer", new { sdp = "v=0 sdp-of-the-browser" });
        await hub.InvokeAsync("Candidate", new { candidate = "candidate-of-the-browser" });
        var peer = _host.Media.Peers[0];
        _host.Pipeline.Runs[0].Says(new AuthEvent.Decided(new(true, _host.Pipeline.Runs[0].Request.SubjectId, [],
            new(0.7177, 0.42, 0.9333, 2, 80, 12, TimeSpan.FromSeconds(4), ["embedder"]))));
        await peer.Disposed.WaitAsync(TimeSpan.FromSeconds(30));
        var stored = (await _host.Sessions.FindAsync(session.GetProperty("id").GetGuid(), default))!;

        string[] secrets =
        [
            token, token.Split('.')[2], party.DefaultRequestHeaders.GetValues("X-Api-Key").Single(),
            user.DefaultRequestHeaders.Authorization!.Parameter!, "correct horse battery", "wrong horse battery",
            "sdp-of-the-browser", "candidate-of-the-browser", "subject-of-the-shop", "0.7177", "0.9333", stored.Verdict!,
        ];
        Assert.True(_host.Log.All.Count > 500, "the log is not being kept");
        Assert.All(secrets, secret => Assert.DoesNotContain(_host.Log.All, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
