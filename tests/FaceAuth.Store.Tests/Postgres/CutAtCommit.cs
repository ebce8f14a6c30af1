using System.Net;
using System.Net.Sockets;

namespace FaceAuth.Store.Tests.Postgres;

/// <summary>A way to a PostgreSQL server that, once <see cref="Arm"/>ed, lets one COMMIT through and loses the answer.</summary>
/// <remarks>
/// The server has committed when the connection breaks, or goes silent: the answer has been read here, and thrown away.
/// </remarks>
internal sealed class CutAtCommit : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _ended = new();
    readonly string _host;
    readonly int _port;
    readonly bool _isSilent;
    readonly Task _accepting;

    int _armed;

    /// <param name="host">The server's.</param>
    /// <param name="port">The server's.</param>
    /// <param name="isSilent">Whether the connection stays, and nothing more is said on it.</param>
    public CutAtCommit(string host, int port, bool isSilent = false)
    {
        (_host, _port, _isSilent) = (host, port, isSilent);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Commits whose answer was lost.</summary>
    public int Lost { get; private set; }

    public void Arm() => Volatile.Write(ref _armed, 1);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ended.Dispose();
    }

    async Task AcceptAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true) carried.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_ended.Token)));
        }
        catch (OperationCanceledException)
        {
            // disposed
        }

        await Task.WhenAll(carried);
    }

    async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_host, _port, _ended.Token);
                var cut = new Cut();
                await Task.WhenAny(ToServerAsync(client.GetStream(), server.GetStream(), cut), ToClientAsync(server, client, cut));
            }
            catch (Exception lost) when (lost is OperationCanceledException or SocketException)
            {
                // either side has gone; both ends close
            }
        }
    }

    async Task ToServerAsync(NetworkStream from, NetworkStream to, Cut cut)
    {
        var buffer = new byte[1 << 16];
        while (await ReadAsync(from, buffer) is var read and > 0)
        {
            // the driver sends it as a message of its own, in one piece; READ COMMITTED is not one
            if (buffer.AsSpan(0, read).IndexOf("COMMIT\0"u8) >= 0 && Interlocked.Exchange(ref _armed, 0) == 1) cut.IsSet = true;
            await to.WriteAsync(buffer.AsMemory(0, read), _ended.Token);
        }
    }

    async Task ToClientAsync(TcpClient server, TcpClient client, Cut cut)
    {
        var buffer = new byte[1 << 16];
        while (await ReadAsync(server.GetStream(), buffer) is var read and > 0)
        {
            if (cut.IsSet)
            {
                Lost++;
                if (!_isSilent) return;
                while (await ReadAsync(server.GetStream(), buffer) > 0)
                {
                    // nor what comes after it
                }

                return;
            }

            await client.GetStream().WriteAsync(buffer.AsMemory(0, read), _ended.Token);
        }
    }

    async ValueTask<int> ReadAsync(NetworkStream from, byte[] buffer)
    {
        try
        {
            return await from.ReadAsync(buffer, _ended.Token);
        }
        catch (Exception lost) when (lost is IOException or ObjectDisposedException or OperationCanceledException)
        {
            return 0;
        }
    }

    sealed class Cut
    {
        public volatile bool IsSet;
    }
}
