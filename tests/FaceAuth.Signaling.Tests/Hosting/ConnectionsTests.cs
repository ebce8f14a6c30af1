using System.Net;
using System.Net.Sockets;

namespace FaceAuth.Signaling.Tests.Hosting;

/// <summary>A real server, and somebody who opens many connections to it.</summary>
public sealed class ConnectionsTests
{
    static readonly IPAddress Theirs = IPAddress.Parse("127.0.0.2");
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);   // real time, only ever spent where the test fails

    [Fact]
    public async Task One_address_holds_only_so_many_and_others_are_answered()
    {
        await using var server = await RunningServer.StartAsync("Connections:MostPerAddress=50", "Telemetry:Prometheus=true");

        var sockets = await OpenAsync(server, 150, SayAsync);
        try
        {
            await HeardAsync(sockets, 150);
            Assert.Equal(50, sockets.Count(IsAnswered));
            using var others = await server.Http.GetAsync("/health/live");
            Assert.Equal(HttpStatusCode.OK, others.StatusCode);
            var metrics = await server.Http.GetStringAsync("/metrics");
            Assert.Matches("faceauth_signaling_http_closed_total[{][^}]*reason=\"address\"[^}]*[}] 100\n", metrics);
            Assert.Single(server.Log.Split('\n'), line => line.Contains("Connections:MostPerAddress", StringComparison.Ordinal)
                && line.Contains("Web:TrustedProxies", StringComparison.Ordinal));
            Assert.DoesNotContain($"{Theirs}", server.Log, StringComparison.Ordinal);
        }
        finally
        {
            sockets.ForEach(one => one.Dispose());
        }
    }

    [Fact]
    public async Task Who_says_nothing_is_let_go()
    {
        await using var server = await RunningServer.StartAsync();

        var idle = await OpenAsync(server, 20, _ => Task.CompletedTask);
        try
        {
            await HeardAsync(idle, 20);
            Assert.DoesNotContain(idle, IsAnswered);
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

        var sockets = await OpenAsync(server, 150, SayAsync);
        try
        {
            await HeardAsync(sockets, 150);
            Assert.InRange(sockets.Count(IsAnswered), 60, 100);
        }
        finally
        {
            sockets.ForEach(one => one.Dispose());
        }
    }

    /// <summary>Opens connections one after the other; each that is let in asks something, so that it is answered and stays.</summary>
    static async Task<List<Socket>> OpenAsync(RunningServer server, int count, Func<Socket, Task> say)
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
                await say(socket);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
            {
                // it was closed before it was told open
            }
        }

        return sockets;
    }

    /// <summary>Waits until the server has answered or closed so many.</summary>
    static async Task HeardAsync(List<Socket> sockets, int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (sockets.Count(IsHeard) < count) await Task.Delay(50, limit.Token);
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

    static bool IsHeard(Socket socket) => socket.Poll(0, SelectMode.SelectRead);
}
