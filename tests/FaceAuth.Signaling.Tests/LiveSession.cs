using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests;

/// <summary>A session whose offer was answered: the test plays its browser and its pipeline.</summary>
sealed class LiveSession(HostApplication host, Guid id, FakeMediaPeer peer, FakeAuthRun run)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Guid Id => id;

    public FakeMediaPeer Peer => peer;

    public FakeAuthRun Run => run;

    public static async Task<LiveSession> OpenAsync(HostApplication host, HttpClient owner, object request)
    {
        var id = (await owner.CreateSessionAsync(request)).GetProperty("id").GetGuid();
        Assert.Null(await OfferAsync(host, id));
        return new(host, id, host.Media.Peers[^1], host.Pipeline.Runs[^1]);
    }

    /// <summary>Makes a session's offer; returns the code of its refusal, null when it was answered.</summary>
    public static async Task<string?> OfferAsync(HostApplication host, Guid id, string? address = null)
    {
        var opener = host.Services.GetRequiredService<SessionOpener>();
        return (await opener.OpenAsync(new(new(id, "token"), "v=0", "no-connection", address), default)).Refusal?.Code;
    }

    /// <summary>Opens the data channel and takes the hello.</summary>
    public async Task<JsonElement> OpenChannelAsync()
    {
        peer.Happens(new PeerEvent.Connected());
        peer.Happens(new PeerEvent.ChannelOpen());
        return await NextAsync();
    }

    /// <summary>The next message to the browser.</summary>
    public async Task<JsonElement> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return JsonDocument.Parse(await peer.Sent.ReadAsync(limit.Token)).RootElement;
    }

    /// <summary>What is stored once the session has ended and everything is disposed.</summary>
    public async Task<SessionRecord> EndAsync()
    {
        await peer.Disposed.WaitAsync(Patience);
        Assert.True(run.IsDisposed);
        return (await host.Sessions.FindAsync(id, default))!;
    }

    /// <summary>The last message to the browser and what is stored.</summary>
    public async Task<(JsonElement Last, SessionRecord Stored)> LastAsync()
    {
        var stored = await EndAsync();
        JsonElement last = default;
        while (peer.Sent.TryRead(out var message)) last = JsonDocument.Parse(message).RootElement;
        return (last, stored);
    }

    public static AuthDecision Rejected(params ReasonCode[] reasons) => new(false, null, reasons, Scores());

    public AuthDecision Accepted() => new(true, run.Request.SubjectId, [], Scores());

    static AuthScores Scores() => new(0.71, 0.42, double.NaN, 2, 80, 12, TimeSpan.FromSeconds(4), ["detector", "embedder"]);
}
