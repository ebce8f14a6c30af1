using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>A way to a STUN or TURN server: datagrams, or a connection, with TLS or without.</summary>
internal sealed class StunWay : IDisposable
{
    /// <summary>How long it is waited for an answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    static readonly TimeSpan SendAgain = TimeSpan.FromMilliseconds(500);

    readonly UdpClient? _udp;
    readonly Stream? _stream;

    StunWay(UdpClient? udp, Stream? stream) => (_udp, _stream) = (udp, stream);

    /// <summary>By datagrams.</summary>
    public static StunWay Udp(IPEndPoint to)
    {
        var udp = new UdpClient(to.AddressFamily);
        udp.Connect(to);
        return new(udp, null);
    }

    /// <summary>By a connection, under TLS where a host is named whose certificate it must have.</summary>
    public static async Task<StunWay> TcpAsync(IPEndPoint to, string? tlsHost, CancellationToken cancellation)
    {
        var client = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            await client.ConnectAsync(to, limit.Token);
            Stream stream = new NetworkStream(client, ownsSocket: true);
            if (tlsHost is null) return new(null, stream);
            var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = tlsHost }, limit.Token);
            return new(null, tls);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The answer to a request; null when none comes in time.</summary>
    public async Task<StunAnswer?> AskAsync(StunRequest request, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            return _udp is null ? await AskStreamAsync(request, limit.Token) : await AskUdpAsync(_udp, request, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;   // nobody is there, and says so
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _udp?.Dispose();
        _stream?.Dispose();
    }

    static async Task<StunAnswer?> AskUdpAsync(UdpClient udp, StunRequest request, CancellationToken cancellation)
    {
        await udp.SendAsync(request.Bytes, cancellation);
        while (true)
        {
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            round.CancelAfter(SendAgain);
            try
            {
                var came = await udp.ReceiveAsync(round.Token);
                if (StunAnswer.Fits(came.Buffer, request)) return new(came.Buffer);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                await udp.SendAsync(request.Bytes, cancellation);
            }
        }
    }

    async Task<StunAnswer?> AskStreamAsync(StunRequest request, CancellationToken cancellation)
    {
        await _stream!.WriteAsync(request.Bytes, cancellation);
        var header = new byte[StunRequest.HeaderLength];
        await _stream.ReadExactlyAsync(header, cancellation);
        var rest = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2))];
        await _stream.ReadExactlyAsync(rest, cancellation);
        byte[] all = [.. header, .. rest];
        return StunAnswer.Fits(all, request) ? new(all) : null;
    }
}
