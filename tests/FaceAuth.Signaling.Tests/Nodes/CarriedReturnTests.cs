using System.Net;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Nodes;

/// <summary>A browser whose connection comes back to another node than the one that runs its session. Two hosts, one store, one Redis.</summary>
public sealed class CarriedReturnTests : IAsyncLifetime
{
    static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(2), Late = TimeSpan.FromSeconds(110);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);   // real time, only ever spent where the test fails

    RedisProcess _redis = null!;
    HostApplication _one = null!;
    HostApplication _other = null!;
    HttpClient _party = null!;

    [Fact]
    public async Task Its_restart_is_answered_there_and_the_session_goes_on_where_it_runs()
    {
        var token = await StartAsync();

        Assert.StartsWith("v=0", (await RestartAsync(token)).Sdp, StringComparison.Ordinal);

        Assert.Single(_one.Pipeline.Runs);
        Assert.Empty(_other.Pipeline.Runs);
    }

    [Fact]
    public async Task A_token_that_ran_out_leads_back_there_while_the_session_runs_and_no_longer()
    {
        var token = await StartAsync();
        foreach (var host in (HostApplication[])[_one, _other]) host.Clock.Advance(TokenLifetime - Late);

        Assert.StartsWith("v=0", (await RestartAsync(token)).Sdp, StringComparison.Ordinal);
        _one.Pipeline.Runs[0].Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NoFace)));
        await _one.Media.Peers[0].Disposed.WaitAsync(Patience);

        using var client = _other.CreateClient();
        using var answer = await client.PostAsync($"/hubs/signaling/negotiate?negotiateVersion=1&access_token={token}", null);
        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "token_expired");
    }

    [Fact]
    public async Task Who_is_told_nothing_of_a_session_that_runs_is_not_told_that_it_is_over()
    {
        var token = await StartAsync();
        await _redis.KillAsync();

        var refused = await Assert.ThrowsAsync<HubException>(() => RestartAsync(token));

        Assert.Contains("node_unreachable: ", refused.Message, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        (string, string)[] settings = [("Redis:Configuration", _redis.Configuration), ("Redis:Timeout", "00:00:02")];
        _one = new([.. settings]);
        _other = new([.. settings, ("Store:Directory", _one.Folder)]);
        _party = await _one.RelyingPartyAsync();
        _other.CreateClient().Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _party.Dispose();
        await _other.DisposeAsync();
        await _one.DisposeAsync();
        await _redis.DisposeAsync();
    }

    /// <summary>Joins on the first node shortly before the token runs out; returns it once the other can find the session.</summary>
    async Task<string> StartAsync()
    {
        var session = await _party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" });
        var (id, token) = (session.GetProperty("id").GetGuid(), session.GetProperty("token").GetString()!);
        foreach (var host in (HostApplication[])[_one, _other]) host.Clock.Advance(Late);
        await using var hub = _one.Hub(token);
        await hub.StartAsync();
        await hub.InvokeAsync<AnswerMessage>("Offer", new { sdp = "v=0\r\noffer\r\n" });
        var directory = _other.Services.GetRequiredService<ISessionDirectory>();
        using var limit = new CancellationTokenSource(Patience);
        while (await directory.FindAsync(id) is null) await Task.Delay(20, limit.Token);
        return token;
    }

    async Task<AnswerMessage> RestartAsync(string token)
    {
        await using var hub = _other.Hub(token);
        await hub.StartAsync();
        return await hub.InvokeAsync<AnswerMessage>("Restart", new { sdp = "v=0\r\noffer\r\n" });
    }
}
