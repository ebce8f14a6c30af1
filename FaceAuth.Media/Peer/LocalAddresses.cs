using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Ice;

namespace FaceAuth.Media.Peer;

/// <summary>Binds the media port on each address and says what to offer.</summary>
internal static class LocalAddresses
{
    const int Attempts = 20;
    const int MaxAddresses = 16;   // each is a socket and a candidate in every answer

    /// <summary>One socket for each address, all on one port.</summary>
    /// <exception cref="MediaStartException">The port is taken, or an address is not this machine's.</exception>
    internal static LoopSocket[] Bind(MediaOptions options)
    {
        var addresses = options.Addresses.Count > 0 ? options.Addresses.Select(Parse).ToArray() : Default();
        for (var attempt = 1; ; attempt++)
        {
            if (TryBind(addresses, options, attempt == Attempts, out var sockets)) return sockets;
        }
    }

    /// <summary>What to offer, best first: public addresses, then those bound.</summary>
    internal static IceCandidate[] Candidates(MediaOptions options, IEnumerable<LoopSocket> sockets)
    {
        var bound = sockets.Select(socket => socket.LocalEndPoint).ToArray();
        return [.. options.PublicAddresses.Select(address => ParseEndPoint(address, bound[0].Port)).Concat(bound)
            .Select((endPoint, index) => new IceCandidate(TransportAddress.From(endPoint), IceCandidate.HostPriority(index)))];
    }

    /// <summary>With port 0 the first socket finds a free port, which the others then must get too: try again when they do not.</summary>
    static bool TryBind(IPAddress[] addresses, MediaOptions options, bool isLastAttempt, out LoopSocket[] sockets)
    {
        var bound = new List<LoopSocket>();
        var port = options.Port;
        try
        {
            foreach (var address in addresses)
            {
                bound.Add(new LoopSocket(new IPEndPoint(address, port), options.SocketBufferBytes));
                port = bound[0].LocalEndPoint.Port;
            }

            sockets = [.. bound];
            return true;
        }
        catch (SocketException e)
        {
            foreach (var socket in bound) socket.Dispose();
            if (options.Port != 0 || isLastAttempt) throw Explain(e, port);
            sockets = [];
            return false;
        }
    }

    static MediaStartException Explain(SocketException e, int port) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => new(
            $"UDP port {port} is taken. Stop the other program, or choose another port with Media:Port (0 takes any free one).", e),
        SocketError.AddressNotAvailable => new(
            "An address of Media:Addresses is not this machine's. Name only addresses of its own interfaces; what a NAT forwards belongs into Media:PublicAddresses.", e),
        SocketError.AccessDenied => new($"This user may not bind UDP port {port}. Choose one above 1023 with Media:Port.", e),
        _ => new($"Cannot bind UDP port {port}: {e.SocketErrorCode}.", e),
    };

    static IPAddress[] Default()
    {
        var found = NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)   // a link's own address needs a scope, which SDP cannot say
            .Distinct().OrderBy(address => address.AddressFamily == AddressFamily.InterNetworkV6).Take(MaxAddresses).ToArray();
        return found.Length > 0 ? found : [IPAddress.Loopback];
    }

    static IPAddress Parse(string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new MediaStartException("Media:Addresses has an entry that is no IP address. Write them like 192.0.2.1.");

    static IPEndPoint ParseEndPoint(string text, int port) => IPEndPoint.TryParse(text, out var endPoint)
        ? endPoint.Port == 0 ? new IPEndPoint(endPoint.Address, port) : endPoint
        : throw new MediaStartException("Media:PublicAddresses has an entry that is no IP address. Write them like 203.0.113.5 or 203.0.113.5:7000.");
}
