using System.Net;
using System.Net.Sockets;

namespace FaceAuth.Signaling.Tests.Hosting;

/// <summary>A real server, and somebody who opens connections to it and says nothing.</summary>
public sealed class ConnectionsTests
{
    static readonly IPAddress Theirs = IPAddress.Parse("127.0.0.2");
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);   // real time, only ever spent where the test fails

    [Fact]
    public async Task One_address_holds_only_so_many_and_others_are_answered()
    {
        await using var server = await RunningServer.StartAsync("Connections:MostPerAddress=50");

        var idle = await OpenAsync(server, 500);
        try
        {
            await EndedAsync(idle, 450);
            using var others = await server.Http.GetAsync("/health/live");
            Assert.Equal(HttpStatusCode.OK, others.StatusCode);
            await EndedAsync(idle, 500);   // who says nothing is let go
        }
        finally
        {
            idle.ForEach(one => one.Dispose());
        }
    }

    [Fact]
    public async Task A_trusted_proxy_holds_as_many_as_all_together_may()
    {
        await using var server = await RunningServer.StartAsync(
            "Connections:Most=100", "Connections:MostPerAddress=10", "Web:TrustedProxies:0=127.0.0.2");

        var sockets = await OpenAsync(server, 150);
        try
        {
            // each that was let in asks something, and is answered
            foreach (var socket in sockets) await SayAsync(socket);
            await EndedAsync(sockets, 150);
            Assert.InRange(sockets.Count(IsAnswered), 60, 100);
        }
        finally
        {
            sockets.ForEach(one => one.Dispose());
        }
    }

    static async Task<List<Socket>> OpenAsync(RunningServer server, int count)
    {
        var sockets = new List<Socket>();
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(Theirs, 0));
            sockets.Add(socket);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, server.Http.BaseAddress!.Port);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
            {
                // it was closed before it was told open
            }
        }

        return sockets;
    }

    /// <summary>Waits until the server has closed so many.</summary>
    static async Task EndedAsync(List<Socket> sockets, int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (sockets.Count(IsEnded) < count) await Task.Delay(50, limit.Token);
    }

    static async Task SayAsync(Socket socket)
    {
        try
        {
            await socket.SendAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        }
        catch (SocketException)
        {
            // it was not let in
        }
    }

    static bool IsAnswered(Socket socket) => socket.Available > 0;

    static bool IsEnded(Socket socket) => socket.Poll(0, SelectMode.SelectRead);   // it never says anything
}
