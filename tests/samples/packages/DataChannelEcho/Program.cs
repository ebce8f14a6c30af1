// Says back what it hears on the data channel "faceauth": POST an offer to /offer at the address it prints, take the answer, speak.
using System.Net;
using System.Text;
using FaceAuth.Frames;
using FaceAuth.Media;
using FaceAuth.Media.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddFaceAuthMedia();   // settings: section "Media" of appsettings.json, --Media:Port 7000, …
using var host = builder.Build();
var media = host.Services.GetRequiredService<IMediaServer>();
await media.StartAsync(CancellationToken.None);
using var listener = new HttpListener { Prefixes = { builder.Configuration["urls"] ?? "http://localhost:8081/" } };
listener.Start();
Console.WriteLine("Offers are taken at " + listener.Prefixes.First());

while (true)
{
    var http = await listener.GetContextAsync();
    using var body = new StreamReader(http.Request.InputStream);
    var admission = await media.AcceptAsync(await body.ReadToEndAsync(), new Unseen(), CancellationToken.None);
    if (admission.Peer is { } peer) _ = EchoAsync(peer);
    http.Response.StatusCode = admission.Peer is null ? 400 : 200;
    await http.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(admission.AnswerSdp ?? admission.Message!));
    http.Response.Close();
}

static async Task EchoAsync(IMediaPeer peer)
{
    await foreach (var happened in peer.Events.ReadAllAsync())
    {
        if (happened is PeerEvent.Message message && !peer.TrySend(message.Utf8.Span)) Console.WriteLine("They listen too slowly.");
        if (happened is PeerEvent.Ended ended) Console.WriteLine($"over: {ended.Reason}");
    }

    await peer.DisposeAsync();
}

/// <summary>Whoever takes a picture gives it back, also where nobody looks at it.</summary>
internal sealed class Unseen : IFrameSink
{
    public void Offer(VideoFrame frame) => frame.Dispose();
}
