using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace FaceAuth.Interop.Tests.Nodes;

/// <summary>Stands between a node and a service, so that a test can cut the two apart and join them again.</summary>
sealed class CutProxy : IAsyncDisposable
{
    readonly ConcurrentDictionary<Socket, bool> _open = new();
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly IPEndPoint _target;
    readonly Task _taking;
    volatile bool _isCut;

    CutProxy(IPEndPoint target)
    {
        _target = target;
        _listener.Start();
        _taking = TakeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Before a port of this machine.</summary>
    public static CutProxy Before(int port) => new(new(IPAddress.Loopback, port));

    /// <summary>Ends what is open, and from now on whatever is opened.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var socket in _open.Keys) socket.Dispose();
    }

    public void Join() => _isCut = false;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Cut();
        await _taking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    async Task TakeAsync()
    {
        while (true) _ = PassAsync(await _listener.AcceptSocketAsync());
    }

    async Task PassAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        (_open[client], _open[server]) = (true, true);
        try
        {
            if (_isCut) return;
            await server.ConnectAsync(_target);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // cut
        }
        finally
        {
            client.Dispose();
            server.Dispose();
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
        }
    }

    static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
                for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // one side is gone; so is the other then
        }
    }
}
