using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Tests.Hubs;
using Microsoft.AspNetCore.SignalR.Client;

namespace FaceAuth.Signaling.Tests.Limits;

public sealed class HubConnectionsTests : HubTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);   // real time, only ever spent where the test fails

    [Fact]
    public async Task One_token_holds_a_handful_of_connections_open_and_no_more()
    {
        var (_, token) = await CreateAsync();
        var (_, other) = await CreateAsync();
        var open = new List<HubConnection>();
        for (var i = 0; i < 8; i++) open.Add(await ConnectAndCountAsync(token));
        await using var ninth = Host.Hub(token);
        var closed = new TaskCompletionSource();
        ninth.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };

        await ninth.StartAsync();
        await closed.Task.WaitAsync(Patience);

        await OfferAsync(open[0]);
        await using var others = await ConnectAsync(other);
        await OfferAsync(others);
        foreach (var hub in open) await hub.DisposeAsync();
    }

    [Fact]
    public void Who_closes_one_may_open_another()
    {
        var (connections, session) = (new HubConnections(), Guid.NewGuid());
        for (var i = 0; i < HubConnections.PerSession; i++) Assert.True(connections.TryAdd(session));
        Assert.False(connections.TryAdd(session));

        connections.Remove(session);

        Assert.True(connections.TryAdd(session));
        Assert.Equal(1, connections.Refused);
    }

    /// <summary>A connection that the hub has counted.</summary>
    /// <remarks>
    /// The handshake's answer goes out before the hub hears of the connection, so a started one alone may be counted after the next; the
    /// first call is answered after it.
    /// </remarks>
    async Task<HubConnection> ConnectAndCountAsync(string token)
    {
        var hub = await ConnectAsync(token);
        await hub.InvokeAsync("Candidate", new { candidate = "" });
        return hub;
    }
}
