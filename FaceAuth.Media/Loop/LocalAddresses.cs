using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;
using FaceAuth.Media.Tcp;

namespace FaceAuth.Media.Loop;

/// <summary>Binds the media port on each address and says what to offer.</summary>
internal static class LocalAddresses
{
    const int Attempts = 20;
    const int ListenBacklog = 128;
    const int MaxAddresses = 16;   // each is a socket and a candidate in every answer

    /// <summary>
    /// The ports of every loop: one UDP socket and, where TCP is wanted, one listener for each address, all of a loop on one port.
    /// </summary>
    /// <remarks>A loop whose port another program has over TCP gets no listeners, unless TCP is required.</remarks>
    /// <exception cref="MediaStartException">A port is taken, or an address is not this machine's.</exception>
    internal static LoopPorts[] Bind(MediaOptions options, TcpOptions tcp)
    {
        var addresses = options.Addresses.Count > 0 ? options.Addresses.Select(Parse).ToArray() : Default();
        var loops = new List<LoopPorts>();
        try
        {
            for (var i = 0; i < options.Loops; i++) loops.Add(BindLoop(addresses, options, options.Port == 0 ? 0 : options.Port + i, tcp));
            return [.. loops];
        }
        catch
        {
            foreach (var loop in loops) loop.Dispose();
            throw;
        }
    }

    /// <summary>What a peer of the loop at <paramref name="index"/> is offered, best first.</summary>
    /// <returns>Public addresses, then those bound; then the same over TCP.</returns>
    internal static IceCandidate[] Candidates(MediaOptions options, LoopPorts ports, int index)
    {
        var published = options.PublicAddresses.Select(address => ParseEndPoint(address, ports.Port, index));
        IPEndPoint[] ends = [.. published, .. ports.Sockets.Select(socket => socket.LocalEndPoint)];
        var udp = ends.Select((end, at) => new IceCandidate(TransportAddress.From(end), IceCandidate.HostPriority(at)));
        if (ports.Listeners.Count == 0) return [.. udp];
        var overTcp = ends.Select(
            (end, at) => new IceCandidate(TransportAddress.From(end), IceCandidate.TcpHostPriority(at), IsTcp: true));
        return [.. udp, .. overTcp];
    }

    static LoopPorts BindLoop(IPAddress[] addresses, MediaOptions options, int port, TcpOptions tcp)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (TryBind(addresses, options, port, tcp, attempt == Attempts, out var ports)) return ports;
        }
    }

    /// <summary>With port 0 the first socket finds a free port, which the others then must get too: try again when they do not.</summary>
    static bool TryBind(IPAddress[] addresses, MediaOptions options, int wanted, TcpOptions tcp, bool isLastAttempt, out LoopPorts ports)
    {
        var (sockets, listeners) = (new List<LoopSocket>(), new List<Socket>());
        var (port, protocol) = (wanted, "UDP");
        ports = new LoopPorts(sockets, listeners);
        try
        {
            foreach (var address in addresses)
            {
                sockets.Add(new LoopSocket(new IPEndPoint(address, port), options.SocketBufferBytes));
                port = ports.Port;
            }

            protocol = "TCP";
            foreach (var address in tcp.IsEnabled ? addresses : []) listeners.Add(Listen(new IPEndPoint(address, port)));
            return true;
        }
        catch (SocketException e)
        {
            var mayTryAnother = wanted == 0 && !isLastAttempt;
            if (!mayTryAnother && protocol == "TCP" && e.SocketErrorCode == SocketError.AddressAlreadyInUse && !tcp.IsRequired)
            {
                foreach (var listener in listeners) listener.Dispose();
                listeners.Clear();
                return true;
            }

            ports.Dispose();
            if (!mayTryAnother) throw Explain(e, port, protocol);
            return false;
        }
    }

    static Socket Listen(IPEndPoint endPoint)
    {
        var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6) listener.DualMode = false;
            listener.Bind(endPoint);
            listener.Listen(ListenBacklog);
            listener.Blocking = false;
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    static MediaStartException Explain(SocketException e, int port, string protocol) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse when protocol == "TCP" => new(
            $"TCP port {port} is taken. Stop the other program, choose another port with Media:Port, "
            + "or do without TCP with Media:Tcp:IsRequired=false.", e),
        SocketError.AddressAlreadyInUse => new(
            $"UDP port {port} is taken. Stop the other program, or choose another port with Media:Port (0 takes any free one).", e),
        SocketError.AddressNotAvailable => new(
            "An address of Media:Addresses is not this machine's. Name only addresses of its own interfaces; "
            + "what a NAT forwards belongs into Media:PublicAddresses.", e),
        SocketError.AccessDenied => new($"This user may not bind {protocol} port {port}. Choose one above 1023 with Media:Port.", e),
        _ => new($"Cannot bind {protocol} port {port}: {e.SocketErrorCode}.", e),
    };

    static IPAddress[] Default()
    {
        var found = NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up)
            .Where(network => network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            // a link's own address needs a scope, which SDP cannot say
            .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
            .Distinct().OrderBy(address => address.AddressFamily == AddressFamily.InterNetworkV6).Take(MaxAddresses).ToArray();
        return found.Length > 0 ? found : [IPAddress.Loopback];
    }

    static IPAddress Parse(string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new MediaStartException("Media:Addresses has an entry that is no IP address. Write them like 192.0.2.1.");

    static IPEndPoint ParseEndPoint(string text, int port, int index) => IPEndPoint.TryParse(text, out var endPoint)
        ? new IPEndPoint(endPoint.Address, endPoint.Port == 0 ? port : Math.Min(endPoint.Port + index, ushort.MaxValue))
        : throw new MediaStartException(
            "Media:PublicAddresses has an entry that is no IP address. Write them like 203.0.113.5 or 203.0.113.5:7000.");
}
