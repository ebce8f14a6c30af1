// Takes video by WHIP (RFC 9725): OBS, GStreamer's whipsink or a page POST an offer to /whip and DELETE what Location names to end it.
// With --Token SECRET only who sends "Authorization: Bearer SECRET". Trickle and ICE restarts (PATCH) are answered 405, as §4.3 allows.
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using FaceAuth.Frames;
using FaceAuth.Media;
using FaceAuth.Media.Contracts;

const int LongestOffer = 64 << 10;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddFaceAuthMedia();   // settings: section "Media" of appsettings.json, --Media:Port 7000, …
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = LongestOffer);
var app = builder.Build();
var token = builder.Configuration["Token"];
var sessions = new ConcurrentDictionary<string, IMediaPeer>();
var media = app.Services.GetRequiredService<IMediaServer>();
await media.StartAsync(app.Lifetime.ApplicationStopping);

app.Use((http, next) =>
{
    if (token is null || IsKnown(http.Request.Headers.Authorization.ToString())) return next(http);
    http.Response.Headers.WWWAuthenticate = "Bearer";
    http.Response.StatusCode = StatusCodes.Status401Unauthorized;
    return Task.CompletedTask;
});

app.MapPost("/whip", async (HttpContext http) =>
{
    if (http.Request.ContentType?.Split(';')[0].Trim() != "application/sdp")
        return Results.Text("An offer is application/sdp.", statusCode: StatusCodes.Status415UnsupportedMediaType);
    using var body = new StreamReader(http.Request.Body);
    var admission = await media.AcceptVideoAsync(await body.ReadToEndAsync(), new Counter(), http.RequestAborted);
    if (admission.Peer is not { } peer)
    {
        var status = admission.Refusal == PeerRefusal.Busy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status400BadRequest;
        return Results.Text(admission.Message, statusCode: status);
    }

    var id = RandomNumberGenerator.GetHexString(32, lowercase: true);   // who knows it may end the session
    sessions[id] = peer;
    _ = WatchAsync(id, peer);
    http.Response.Headers.Location = "/whip/" + id;
    return Results.Text(admission.AnswerSdp, "application/sdp", statusCode: StatusCodes.Status201Created);
});

app.MapDelete("/whip/{id}", async (string id) =>
{
    if (!sessions.TryRemove(id, out var peer)) return Results.NotFound();
    await peer.CloseAsync(TimeSpan.FromSeconds(2));
    return Results.Ok();
});

await app.RunAsync();

bool IsKnown(string credential) => CryptographicOperations.FixedTimeEquals(
    SHA256.HashData(Encoding.UTF8.GetBytes(credential)), SHA256.HashData(Encoding.UTF8.GetBytes("Bearer " + token)));

async Task WatchAsync(string id, IMediaPeer peer)
{
    await foreach (var happened in peer.Events.ReadAllAsync()) Console.WriteLine(happened);
    sessions.TryRemove(id, out _);
    await peer.DisposeAsync();
}

/// <summary>Takes decoded pictures (I420), in order, on a decoder's thread; whoever takes one disposes it.</summary>
internal sealed class Counter : IFrameSink
{
    int _count;

    public void Offer(VideoFrame frame)
    {
        using (frame)
            if (++_count % 30 == 1) Console.WriteLine($"picture {_count}: {frame.Width}×{frame.Height}");
    }
}
