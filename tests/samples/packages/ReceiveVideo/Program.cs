// Receives a browser's camera: run it, open the address it prints, allow the camera, watch the console.
using System.Text;
using FaceAuth.Frames;
using FaceAuth.Media;
using FaceAuth.Media.Contracts;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddFaceAuthMedia();   // settings: section "Media" of appsettings.json, --Media:Port 7000, …
var app = builder.Build();
var media = app.Services.GetRequiredService<IMediaServer>();
await media.StartAsync(app.Lifetime.ApplicationStopping);

app.MapGet("/", () => Results.Content("""
    <!doctype html><title>camera</title><script type="module">
      const pc = new RTCPeerConnection(), channel = pc.createDataChannel('faceauth');
      channel.onopen = () => channel.send('the page is here');
      channel.onmessage = message => document.body.append(message.data);
      const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
      for (const track of stream.getTracks()) pc.addTrack(track, stream);
      await pc.setLocalDescription();
      const answer = await fetch('/offer', { method: 'POST', body: pc.localDescription.sdp });
      await pc.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
    </script>
    """, "text/html"));

app.MapPost("/offer", async (HttpRequest request) =>
{
    using var body = new StreamReader(request.Body);
    var admission = await media.AcceptAsync(await body.ReadToEndAsync(), new Camera(), request.HttpContext.RequestAborted);
    if (admission.Peer is null) return Results.BadRequest(admission.Message);
    _ = WatchAsync(admission.Peer);
    return Results.Text(admission.AnswerSdp);
});

await app.RunAsync();

static async Task WatchAsync(IMediaPeer peer)
{
    await foreach (var happened in peer.Events.ReadAllAsync())
    {
        Console.WriteLine(happened is PeerEvent.Message message ? Encoding.UTF8.GetString(message.Utf8.Span) : happened);
        if (happened is PeerEvent.ChannelOpen) peer.TrySend("the server is here"u8);
    }
}

/// <summary>Takes decoded pictures (I420), in order, on a decoder's thread; whoever takes one disposes it.</summary>
internal sealed class Camera : IFrameSink
{
    int _count;

    public void Offer(VideoFrame frame)
    {
        using (frame)
            if (_count++ % 30 == 0) Console.WriteLine($"picture {_count}: {frame.Width}×{frame.Height}, {frame.RtpTimestamp / 90.0:F0} ms");
    }
}
