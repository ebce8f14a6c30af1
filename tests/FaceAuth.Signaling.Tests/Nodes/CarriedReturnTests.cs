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
    Guid _session;

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

    [Fact]
    public async Task Where_the_directory_names_the_wrong_node_nobody_is_told_that_it_is_over()
    {
        await using var third = new HostApplication(
            ("Redis:Configuration", _redis.Configuration), ("Redis:Timeout", "00:00:02"), ("Store:Directory", _one.Folder));
        third.CreateClient().Dispose();
        var token = await StartAsync();
        var (line, directory) = (_other.Services.GetRequiredService<INodeLine>(), third.Services.GetRequiredService<ISessionDirectory>());
        using var limit = new CancellationTokenSource(Patience);
        while (await line.IsHeardAsync(third.Services.GetRequiredService<INodeLine>().Here) is not true) await Task.Delay(20, limit.Token);
        await directory.AddAsync(_session);

        var refused = await Assert.ThrowsAsync<HubException>(() => RestartAsync(token));

        Assert.Contains("node_unreachable: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_ran_out_is_asked_about_so_often_and_no_node_is_at_fault()
    {
        var token = await StartAsync();
        foreach (var host in (HostApplication[])[_one, _other]) host.Clock.Advance(TokenLifetime - Late);
        using var client = _other.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 61; i++)
        {
            using var answer = await client.GetAsync("/v1/hosted-page");
            statuses.Add(answer.StatusCode);
        }

        Assert.All(statuses.Take(60), status => Assert.Equal(HttpStatusCode.Conflict, status));   // the session's token was used
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[60]);
        await _redis.KillAsync();
        foreach (var host in (HostApplication[])[_one, _other]) host.Clock.Advance(TimeSpan.FromMinutes(1));
        using var away = await client.GetAsync("/v1/hosted-page");
        await away.AssertProblemAsync(HttpStatusCode.Conflict, "node_unreachable");
    }

    [Fact]
    public async Task Whose_token_a_busy_node_gave_back_is_taken_by_another()
    {
        var token = (await _party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" })).GetProperty("token").GetString()!;
        _one.Pipeline.Refusal = AuthRefusal.Busy;
        var busy = await Assert.ThrowsAsync<HubException>(() => OfferAsync(_one, token));
        var answer = await OfferAsync(_other, token);
        _one.Pipeline.Refusal = null;
        var used = await Assert.ThrowsAsync<HubException>(() => OfferAsync(_one, token));

        Assert.Contains("busy: ", busy.Message, StringComparison.Ordinal);
        Assert.StartsWith("v=0", answer.Sdp, StringComparison.Ordinal);
        Assert.Contains("session_used: ", used.Message, StringComparison.Ordinal);
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
        _session = id;
        await OfferAsync(_one, token);
        var directory = _other.Services.GetRequiredService<ISessionDirectory>();
        using var limit = new CancellationTokenSource(Patience);
        while (await directory.FindAsync(id) is null) await Task.Delay(20, limit.Token);
        return token;
    }

    static async Task<AnswerMessage> OfferAsync(HostApplication host, string token)
    {
        await using var hub = host.Hub(token);
        await hub.StartAsync();
        return await hub.InvokeAsync<AnswerMessage>("Offer", new { sdp = "v=0\r\noffer\r\n" });
    }

    async Task<AnswerMessage> RestartAsync(string token)
    {
        await using var hub = _other.Hub(token);
        await hub.StartAsync();
        return await hub.InvokeAsync<AnswerMessage>("Restart", new { sdp = "v=0\r\noffer\r\n" });
    }
}
