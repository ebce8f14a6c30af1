using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using FaceAuth.Signaling.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>Which WebSockets may be opened at all, whoever asks.</summary>
public sealed class SocketRulesTests : IAsyncDisposable
{
    const string Elsewhere = "192.0.2.44";

    readonly List<HostApplication> _hosts = [];

    [Theory]
    [InlineData("/hubs/signaling")]
    [InlineData("/ws/face-recognition/")]
    [InlineData("/ws/webrtc-signaling/")]
    public async Task A_plain_one_is_taken_from_this_machine_alone(string path)
    {
        var host = Start();

        Assert.Null(await WhyNotAsync(host, path, from: "127.0.0.1"));
        Assert.Null(await WhyNotAsync(host, path, from: "::1"));
        Assert.Equal("plain_socket", await WhyNotAsync(host, path, from: Elsewhere));
        Assert.Equal("plain_socket", await WhyNotAsync(host, path, from: Elsewhere, says: "https"));   // which anybody can say
    }

    [Theory]
    [InlineData("/hubs/signaling")]
    [InlineData("/ws/face-recognition/")]
    public async Task One_that_came_over_https_to_a_trusted_proxy_is_taken(string path)
    {
        var host = Start(("Web:TrustedProxies:0", "10.0.0.1"));

        Assert.Null(await WhyNotAsync(host, path, from: "10.0.0.1", says: "https"));
        Assert.Equal("plain_socket", await WhyNotAsync(host, path, from: "10.0.0.1", says: "http"));
    }

    [Fact]
    public async Task Its_operator_may_allow_plain_ones()
    {
        Assert.Null(await WhyNotAsync(Start(("Web:PlainSockets", "true")), "/hubs/signaling", from: Elsewhere));
    }

    [Theory]
    [InlineData("http://localhost", true)]
    [InlineData("https://face.example.org", true)]      // as browsers name it, whatever a proxy makes of the host
    [InlineData("https://shop.example.org", true)]
    [InlineData(null, true)]                            // no browser
    [InlineData("https://localhost", false)]
    [InlineData("http://localhost:3000", false)]
    [InlineData("https://evil.example.org", false)]
    [InlineData("null", false)]
    public async Task The_page_that_opens_one_is_of_this_server_or_named(string? origin, bool isTaken)
    {
        var host = Start(("Web:CorsOrigins:0", "https://shop.example.org"), ("Web:PublicAddress", "https://face.example.org/below"));

        foreach (var path in (string[])["/hubs/signaling", "/ws/face-recognition/", "/ws/webrtc-signaling/"])
            Assert.Equal(isTaken ? null : "foreign_page", await WhyNotAsync(host, path, from: "127.0.0.1", origin: origin));
    }

    [Fact]
    public async Task On_a_running_server_the_page_of_another_is_refused_before_its_token_is_looked_at()
    {
        await using var server = await RunningServer.StartAsync();
        var session = await server.Http.CreateSessionAsync(new { purpose = "enroll", subject = "ada" });
        var address = new UriBuilder(new Uri(server.Http.BaseAddress!, "/hubs/signaling"))
        {
            Scheme = "ws",
            Query = "access_token=" + session.GetProperty("token").GetString(),
        }.Uri;
        using var own = new ClientWebSocket();
        using var foreign = new ClientWebSocket();
        foreign.Options.SetRequestHeader("Origin", "https://evil.example.org");
        foreign.Options.CollectHttpResponseDetails = true;

        await own.ConnectAsync(address, default);
        await Assert.ThrowsAsync<WebSocketException>(() => foreign.ConnectAsync(address, default));

        Assert.Equal((WebSocketState.Open, HttpStatusCode.Forbidden), (own.State, foreign.HttpStatusCode));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
    }

    HostApplication Start(params (string, string)[] settings)
    {
        var host = new HostApplication(settings) { Adds = services => services.AddSingleton<IStartupFilter, Addresses>() };
        _hosts.Add(host);
        return host;
    }

    /// <summary>The code of the refusal, null where the request gets as far as to be asked for a token.</summary>
    static async Task<string?> WhyNotAsync(HostApplication host, string path, string from, string? says = null, string? origin = null)
    {
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Test-From", from);
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        if (says is not null) request.Headers.Add("X-Forwarded-Proto", says);
        if (says is not null) request.Headers.Add("X-Forwarded-For", "198.51.100.7");
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var answer = await client.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.Unauthorized) return null;
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
    }

    /// <summary>Says where a request came from, before anything else looks.</summary>
    sealed class Addresses : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, further) =>
            {
                if (IPAddress.TryParse(context.Request.Headers["X-Test-From"], out var address))
                    context.Connection.RemoteIpAddress = address;
                return further(context);
            });
            next(app);
        };
    }
}
