using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using FaceAuth.Media.Contracts;
using FaceAuth.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>A bare page and a media server in this process: no accounts, no models, only offer and answer.</summary>
sealed class MediaPage : IAsyncDisposable
{
    const string Html = """
        <!doctype html><title>media</title><script>
        const messages = [], states = [];
        let pc, channel;
        async function start(options) {
          pc = new RTCPeerConnection(options.configuration);
          pc.onconnectionstatechange = () => states.push(pc.connectionState);
          channel = pc.createDataChannel('faceauth');
          channel.binaryType = 'arraybuffer';
          const opened = new Promise(open => channel.onopen = open);   // before the answer: it may open while that is taken in
          channel.onmessage = e => {
            messages.push(e.data);
            if (e.data === 'hello') channel.send('the page heard hello');
          };
          const video = options.video ?? { width: 640, height: 480 };
          const stream = await navigator.mediaDevices.getUserMedia({ video, audio: !!options.audio });
          const own = RTCRtpSender.getCapabilities('video').codecs.filter(codec => codec.mimeType === 'video/' + options.codec);
          if (options.codec && own.length === 0) return 'no ' + options.codec;
          for (const track of stream.getTracks()) {
            const sendEncodings = options.layers ? [{ scalabilityMode: options.layers }] : [];
            const transceiver = pc.addTransceiver(track, { direction: 'sendonly', streams: [stream], sendEncodings });
            if (own.length > 0) transceiver.setCodecPreferences(own);
          }
          await pc.setLocalDescription(await pc.createOffer());
          let sdp = pc.localDescription.sdp;
          if (options.tamper) sdp = sdp.replace(/(a=fingerprint:sha-256 )(.)/g, (_, name, digit) => name + (digit === '0' ? '1' : '0'));
          const answer = await fetch('/offer', { method: 'POST', body: sdp });
          if (!answer.ok) return await answer.text();
          let taken = await answer.text();
          const isTaken = line => !options.only || !line.startsWith('a=candidate:') || line.includes(options.only);
          taken = taken.split('\r\n').filter(isTaken).join('\r\n');
          await pc.setRemoteDescription({ type: 'answer', sdp: taken });
          if (options.wait === false) return 'answered';
          const late = new Promise((_, failed) => setTimeout(
            () => failed(new Error('The data channel did not open: ' + [...states, pc.sctp?.state, channel.readyState])), 15000));
          await Promise.race([opened, late]);
          return 'open';
        }
        async function restart() {
          await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }));
          const answer = await fetch('/restart', { method: 'POST', body: pc.localDescription.sdp });
          await pc.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
        }
        async function way() {
          const reports = await pc.getStats();
          const transport = [...reports.values()].find(report => report.type === 'transport');
          const pair = reports.get(transport.selectedCandidatePairId);
          const local = reports.get(pair.localCandidateId);
          return [local.candidateType, local.relayProtocol ?? local.protocol, local.usernameFragment].join(' ');
        }
        async function outbound() {
          const stats = [...(await pc.getStats()).values()].find(report => report.type === 'outbound-rtp');
          return JSON.stringify(stats);
        }
        const auto = new URLSearchParams(location.search);
        if (auto.has('start')) start({}).then(() => channel.send('hello from the page'));
        </script>
        """;

    readonly WebApplication _web;
    readonly MediaPlane _plane;
    IMediaPeer? _latest;
    readonly ConcurrentQueue<(IMediaPeer Peer, CountingSink Sink)> _sessions = new();

    MediaPage(WebApplication web, MediaPlane plane) => (_web, _plane) = (web, plane);

    public IMediaServer Server => _plane.Server;

    public string Address => _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Binds media to every address of this machine, as the product does by default.</summary>
    public static async Task<MediaPage> StartAsync(params (string Key, string Value)[] settings)
    {
        var plane = await MediaPlane.StartAsync([.. settings, ("Media:Addresses:0", "")]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var page = new MediaPage(builder.Build(), plane);
        page._web.MapGet("/", () => Results.Content(Html, "text/html"));
        page._web.MapPost("/offer", page.AnswerAsync);
        page._web.MapPost("/restart", page.RestartAsync);
        await page._web.StartAsync();
        return page;
    }

    /// <summary>The next session that the page opened.</summary>
    public (IMediaPeer Peer, CountingSink Sink) TakeSession() =>
        TryTakeSession(out var session) ? session.Value : throw new InvalidOperationException("The page opened no session.");

    /// <summary>The next session that the page opened, if it has.</summary>
    public bool TryTakeSession([NotNullWhen(true)] out (IMediaPeer Peer, CountingSink Sink)? session)
    {
        session = _sessions.TryDequeue(out var next) ? next : null;
        return session is not null;
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _plane.DisposeAsync();
    }

    async Task<IResult> AnswerAsync(HttpRequest request)
    {
        using var body = new StreamReader(request.Body);
        var sink = new CountingSink();
        var admission = await Server.AcceptAsync(await body.ReadToEndAsync(), sink, request.HttpContext.RequestAborted);
        if (admission.Peer is null) return Results.BadRequest(admission.Message);
        _latest = admission.Peer;
        _sessions.Enqueue((admission.Peer, sink));
        return Results.Text(admission.AnswerSdp);
    }

    async Task<IResult> RestartAsync(HttpRequest request)
    {
        using var body = new StreamReader(request.Body);
        var restart = _latest!.Restart(await body.ReadToEndAsync());
        return restart.AnswerSdp is null ? Results.BadRequest(restart.Message) : Results.Text(restart.AnswerSdp);
    }
}
