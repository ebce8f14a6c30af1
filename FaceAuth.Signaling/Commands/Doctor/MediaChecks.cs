using System.Net;
using System.Net.Sockets;
using FaceAuth.Frames;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Loop;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>FFmpeg, what SRTP runs on, the media port over UDP and TCP, and the addresses that browsers are told.</summary>
/// <remarks>The media server is started as the server would, given an offer, and asked at each address that its answer names.</remarks>
internal static class MediaChecks
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(
        IServiceProvider services, IConfiguration configuration, CancellationToken cancellation)
    {
        var media = services.GetRequiredService<IMediaServer>();
        try
        {
            await media.StartAsync(cancellation);
        }
        catch (MediaStartException e) when (e.Message.Contains("FFmpeg", StringComparison.Ordinal))
        {
            return [Finding.Fault("ffmpeg", e.Message), Srtp(media), .. Unseen("for want of FFmpeg", "udp", "tcp", "address")];
        }
        catch (MediaStartException e)
        {
            var running = e.Message.Contains("is taken", StringComparison.Ordinal)
                ? await RunningServer.AskAsync(configuration, cancellation) : null;
            return
            [
                Finding.Ok("ffmpeg", "Its libraries load."),
                Srtp(media),
                running is null ? Finding.Fault("udp", e.Message) : Finding.Note("udp", running),
                .. Unseen(running is null ? "for want of the port" : "as the server that runs has the port", "tcp", "address"),
            ];
        }

        await using var clients = services.GetRequiredService<MediaClients>();
        await using var client = clients.Create();
        var admitted = await media.AcceptAsync(client.OfferSdp, new Nowhere(), cancellation);
        await using var peer = admitted.Peer ?? throw new InvalidOperationException($"An offer was refused: {admitted.Message}");
        var answer = SdpParts.Of(admitted.AnswerSdp!);
        var request = StunRequest.Binding($"{answer.User}:{SdpParts.Of(client.OfferSdp).User}", answer.Password);
        var found = new List<Finding> { Finding.Ok("ffmpeg", "Its libraries load and decode."), Srtp(media) };
        found.Add(await UdpAsync(answer, request, cancellation));
        found.Add(await TcpAsync(answer, configuration, cancellation));
        found.Add(Addresses(answer, configuration));
        return found;
    }

    static Finding Srtp(IMediaServer media) => Finding.Ok("srtp", $"It runs on {media.Ciphers}.");

    static IEnumerable<Finding> Unseen(string why, params string[] names) =>
        names.Select(name => Finding.Note(name, $"Not looked at, {why}."));

    static async Task<Finding> UdpAsync(SdpParts answer, StunRequest request, CancellationToken cancellation)
    {
        var silent = new List<IPEndPoint>();
        foreach (var address in answer.Udp)
        {
            using var way = StunWay.Udp(address);
            if (await way.AskAsync(request, cancellation) is not { IsSuccess: true }) silent.Add(address);
        }

        if (silent.Count == 0) return Finding.Ok("udp", $"Checks are answered at {string.Join(", ", answer.Udp)}.");
        return silent.Count < answer.Udp.Count
            ? Finding.Note("udp", $"No answer at {string.Join(", ", silent)} from this machine: where a NAT forwards that, try it from "
                + "outside; else see Media:PublicAddresses and Media:Addresses.")
            : Finding.Fault("udp", $"No answer at {string.Join(", ", silent)}: let UDP through to Media:Port, or see Media:Addresses.");
    }

    static async Task<Finding> TcpAsync(SdpParts answer, IConfiguration configuration, CancellationToken cancellation)
    {
        if (answer.Tcp.Count == 0)
        {
            return configuration["Media:Tcp:IsEnabled"] is { } set && set.Equals("false", StringComparison.OrdinalIgnoreCase)
                ? Finding.Note("tcp", "Media:Tcp:IsEnabled is false: networks that block UDP need a relay.")
                : Finding.Fault("tcp", "Another program has the port over TCP: stop it, or choose another with Media:Port.");
        }

        var silent = new List<IPEndPoint>();
        foreach (var address in answer.Tcp)
            if (!await ConnectsAsync(address, cancellation)) silent.Add(address);
        if (silent.Count == 0) return Finding.Ok("tcp", $"Connections are taken at {string.Join(", ", answer.Tcp)}.");
        var text = $"No connection to {string.Join(", ", silent)} from this machine: see Media:PublicAddresses and Media:Addresses.";
        return silent.Count < answer.Tcp.Count ? Finding.Note("tcp", text) : Finding.Fault("tcp", text);
    }

    static Finding Addresses(SdpParts answer, IConfiguration configuration)
    {
        var told = string.Join(", ", answer.Udp);
        if (answer.Udp.All(one => IPAddress.IsLoopback(one.Address)))
            return Finding.Note("address", $"Browsers are told {told}, which only this machine reaches: set Media:Addresses.");
        return configuration.GetSection("Media:PublicAddresses").GetChildren().Any() || answer.Udp.Any(one => !IsPrivate(one.Address))
            ? Finding.Ok("address", $"Browsers are told {told}.")
            : Finding.Note("address", $"Browsers are told {told}, which this network alone reaches: for others set Media:PublicAddresses.");
    }

    static bool IsPrivate(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return address.IsIPv6UniqueLocal || IPAddress.IsLoopback(address);
        var bytes = address.GetAddressBytes();
        return bytes[0] is 10 or 127 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168)
            || (bytes[0] == 100 && bytes[1] is >= 64 and < 128);
    }

    static async Task<bool> ConnectsAsync(IPEndPoint address, CancellationToken cancellation)
    {
        using var socket = new TcpClient(address.AddressFamily);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StunWay.Patience);
        try
        {
            await socket.ConnectAsync(address, limit.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>Where pictures go that nobody sends.</summary>
    sealed class Nowhere : IFrameSink
    {
        public void Offer(VideoFrame frame) => frame.Dispose();
    }
}
