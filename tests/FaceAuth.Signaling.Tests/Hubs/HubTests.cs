using System.Net;
using FaceAuth.Signaling.Hubs;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace FaceAuth.Signaling.Tests.Hubs;

/// <summary>A host, a relying party and what they do with hubs.</summary>
public abstract class HubTests : IAsyncLifetime
{
    private protected HostApplication Host { get; } = new(("Signaling:MaxSessions", "2"));

    private protected HttpClient Party { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Party = await Host.RelyingPartyAsync();

    public async ValueTask DisposeAsync()
    {
        Party.Dispose();
        await Host.DisposeAsync();
    }

    private protected async Task<(Guid Id, string Token)> CreateAsync()
    {
        var session = await Party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" });
        return (session.GetProperty("id").GetGuid(), session.GetProperty("token").GetString()!);
    }

    private protected async Task<HubConnection> ConnectAsync(string token)
    {
        var hub = Host.Hub(token);
        await hub.StartAsync();
        return hub;
    }

    private protected static Task<AnswerMessage> OfferAsync(HubConnection hub, string sdp = "v=0\r\noffer\r\n") =>
        hub.InvokeAsync<AnswerMessage>("Offer", new { sdp });

    private protected static async Task<string> TryOfferAsync(HubConnection hub)
    {
        try
        {
            await OfferAsync(hub);
            return "answered";
        }
        catch (HubException e)
        {
            return CodeOf(e);
        }
    }

    private protected static async Task<string> AssertRefusedAsync(Func<Task> offer, params string[] codes)
    {
        var refused = await Assert.ThrowsAsync<HubException>(offer);
        Assert.Contains(CodeOf(refused), codes);
        return refused.Message[refused.Message.IndexOf("HubException: ", StringComparison.Ordinal)..]["HubException: ".Length..];
    }

    private protected async Task AssertNoConnectionAsync(string token, string code)
    {
        await using var hub = Host.Hub(token);
        await Assert.ThrowsAnyAsync<Exception>(() => hub.StartAsync());

        using var client = Host.CreateClient();
        using var answer = await client.PostAsync($"/hubs/signaling/negotiate?negotiateVersion=1&access_token={token}", null);
        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, code);
        Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());
    }

    private protected static Task<SessionEndedMessage> EndOf(HubConnection hub)
    {
        var ended = new TaskCompletionSource<SessionEndedMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.On<SessionEndedMessage>("Ended", message => ended.TrySetResult(message));
        return ended.Task;
    }

    /// <summary>The client puts words of its own before the server's.</summary>
    static string CodeOf(HubException e) => e.Message.Split("HubException: ")[^1].Split(':')[0];
}
