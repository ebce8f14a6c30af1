using System.Collections.Concurrent;
using FaceAuth.Load.Simulate;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace FaceAuth.Load.Inject;

/// <summary>A page on loopback that takes the offers of programs that do not speak to hubs, and passes them on as a browser would.</summary>
/// <remarks>It says to be whoever made the offer, unless a method says to be somebody else.</remarks>
internal sealed class InjectBridge : IAsyncDisposable
{
    const int LongestOffer = 128 * 1024;

    readonly WebApplication _web;
    readonly ConcurrentDictionary<string, Waiting> _sessions = new();
    readonly ConcurrentBag<SessionHub> _hubs = [];

    InjectBridge(WebApplication web) => _web = web;

    sealed record Waiting(Uri Hub, string Token, string? Agent);

    /// <summary>Its address.</summary>
    public string Address => _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Takes the offer of who is recorded; null for nobody.</summary>
    public Func<string, CancellationToken, Task<string>>? Recorder { get; set; }

    /// <summary>Starts it.</summary>
    /// <param name="server">The server under test.</param>
    /// <param name="files">The clip, which its page may play.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<InjectBridge> StartAsync(InjectServer server, InjectFiles files, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = LongestOffer);
        builder.Logging.ClearProviders();
        var bridge = new InjectBridge(builder.Build());
        bridge._web.MapGet("/", () => Results.Content(InjectPage.Html, "text/html"));
        bridge._web.MapGet("/clip.webm", () => Results.File(files.Webm, "video/webm", enableRangeProcessing: true));
        bridge._web.MapGet("/component/{name}", async (string name, CancellationToken given) =>
            Results.Content(await server.ScriptAsync(name, given), "text/javascript"));
        bridge._web.MapPost("/offer/{id}", bridge.AnswerAsync);
        await bridge._web.StartAsync(cancellation);
        return bridge;
    }

    /// <summary>A session whose offer may come now.</summary>
    /// <param name="hub">Its hub.</param>
    /// <param name="token">Its token.</param>
    /// <param name="agent">Whom the client says to be; null for what it says itself.</param>
    /// <returns>Its id here.</returns>
    public string Add(Uri hub, string token, string? agent)
    {
        var id = Guid.NewGuid().ToString("N");
        _sessions[id] = new(hub, token, agent);
        return id;
    }

    /// <summary>Makes the offer of a session, once.</summary>
    public async Task<string> OfferAsync(string id, string sdp, string? agent, CancellationToken cancellation)
    {
        if (!_sessions.TryRemove(id, out var session)) throw new LoadException("The offer belongs to no session.");
        var hub = await SessionHub.ConnectAsync(
            session.Hub, session.Token, options => options.Headers["User-Agent"] = session.Agent ?? agent ?? "", cancellation);
        _hubs.Add(hub);   // until the end: who leaves the hub is not told of the session's
        return await hub.OfferAsync(sdp, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var hub in _hubs) await hub.DisposeAsync();
        await _web.DisposeAsync();
    }

    async Task<IResult> AnswerAsync(string id, HttpRequest request)
    {
        using var body = new StreamReader(request.Body);
        var sdp = await body.ReadToEndAsync(request.HttpContext.RequestAborted);
        try
        {
            return Results.Text(Recorder is { } record && id == InjectPage.RecordId
                ? await record(sdp, request.HttpContext.RequestAborted)
                : await OfferAsync(id, sdp, request.Headers.UserAgent, request.HttpContext.RequestAborted));
        }
        catch (Exception e) when (e is SimulateException or LoadException)
        {
            return Results.Text(e.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
