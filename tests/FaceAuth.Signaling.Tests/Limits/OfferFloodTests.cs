using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using FaceAuth.Signaling.Tests.Hosting;
using FaceAuth.Testing;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace FaceAuth.Signaling.Tests.Limits;

/// <summary>A running server whose places for half-open offers are all filled, by real offers from real addresses.</summary>
public sealed class OfferFloodTests
{
    const int Users = 4;
    const int Offers = 4;

    [Theory]
    [InlineData("127.0.0.9")]       // beside them, in their /24
    [InlineData("127.40.0.9")]
    public async Task Four_addresses_with_sixteen_offers_each_keep_nobody_else_out(string honest)
    {
        // so long that no offer is let go by itself
        await using var server = await RunningServer.StartAsync("Media:Ice:ConnectTimeout=00:05:00", "Decision:FirstPicture=00:01:00");
        var hubs = new List<HubConnection>();
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var address in (string[])["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"])
        {
            for (var user = 0; user < Users; user++)
            {
                using var client = await UserAsync(server, address, $"mallory{address}-{user}");
                for (var i = 0; i < Offers; i++)
                {
                    var hub = await ConnectAsync(server, client, address);
                    hubs.Add(hub);
                    hub.On<JsonElement>("Ended", message => ended.TrySetResult(message.GetProperty("code").GetString()!));
                    Assert.NotNull(await OfferAsync(hub));
                }
            }
        }

        using var ada = await UserAsync(server, honest, "ada");
        await using var own = await ConnectAsync(server, ada, honest);
        var answer = await OfferAsync(own);

        Assert.StartsWith("v=0", answer, StringComparison.Ordinal);
        Assert.Equal("busy", await ended.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        foreach (var hub in hubs) await hub.DisposeAsync();
    }

    static async Task<string> OfferAsync(HubConnection hub)
    {
        var answer = await hub.InvokeAsync<JsonElement>("Offer", new { sdp = Vectors.Text("sdp/chromium-156-video.sdp") });
        return answer.GetProperty("sdp").GetString()!;
    }

    static async Task<HttpClient> UserAsync(RunningServer server, string address, string name)
    {
        var client = new HttpClient(HandlerFrom(address)) { BaseAddress = server.Http.BaseAddress };
        using var answer = await client.PostAsJsonAsync("/v1/auth/register", new { userName = name, password = "correct horse battery" });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var pair = await answer.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", pair.GetProperty("accessToken").GetString());
        return client;
    }

    static async Task<HubConnection> ConnectAsync(RunningServer server, HttpClient owner, string address)
    {
        var session = await owner.CreateSessionAsync(new { purpose = "enroll" });
        var token = session.GetProperty("token").GetString();
        var hub = new HubConnectionBuilder().WithUrl(new Uri(server.Http.BaseAddress!, session.GetProperty("hub").GetString()!), options =>
        {
            options.AccessTokenProvider = () => Task.FromResult(token);
            options.Transports = HttpTransportType.LongPolling;   // whose every request goes through the handler
            options.HttpMessageHandlerFactory = _ => HandlerFrom(address);
        }).Build();
        await hub.StartAsync();
        return hub;
    }

    static SocketsHttpHandler HandlerFrom(string address) => new()
    {
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
