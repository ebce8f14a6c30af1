using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Hosting;

/// <summary>The host on a port of its own, behind a proxy that serves it below /face.</summary>
public sealed class ProxyPathTests : IAsyncDisposable
{
    const string OperatorKey = "0123456789abcdef0123456789abcdef";

    /// <summary>What is made there has no address of its own.</summary>
    static readonly string[] Unplaced =
    [
        "POST /v1/auth/register", "POST /v1/auth/reset-request", "POST /v1/account/passkeys/", "POST /v1/relying-parties/{name}/keys/",
    ];

    HostApplication? _host;
    PathProxy? _proxy;

    [Theory]
    [InlineData(true, false, "/hubs/signaling")]        // taken off, and nobody says so
    [InlineData(true, true, "/face/hubs/signaling")]
    [InlineData(false, false, "/face/hubs/signaling")]
    public async Task Page_api_and_hub_are_reached_below_a_path(bool strips, bool saysPrefix, string named)
    {
        using var client = await StartAsync(
            strips, saysPrefix, strips ? ("Web:TrustedProxies:0", "127.0.0.1") : ("Web:PathBase", "/face"));

        var page = await client.GetStringAsync("");
        foreach (var file in Regex.Matches(page, "(?:href|src)=\"([^\"#]*)\"").Select(match => match.Groups[1].Value))
        {
            Assert.DoesNotMatch("^(/|https?:)", file);
            using var request = new HttpRequestMessage(HttpMethod.Get, file);
            request.Headers.Accept.ParseAdd("text/html,*/*");   // as a browser asks, which the console leads to its sign-in
            using var answer = await client.SendAsync(request);
            using var led = answer.StatusCode == HttpStatusCode.Found
                ? await client.GetAsync(new Uri(new Uri(_proxy!.Address, file), answer.Headers.Location!)) : null;
            Assert.Equal((file, HttpStatusCode.OK), (file, (led ?? answer).StatusCode));
        }

        using var created = await client.PostAsJsonAsync("v1/sessions", new { purpose = "enroll", subject = "ada" });
        var session = await created.Content.ReadFromJsonAsync<JsonElement>();
        var token = session.GetProperty("token").GetString();
        Assert.Equal(named, session.GetProperty("hub").GetString());
        Assert.Equal(named.Replace("hubs/signaling", $"v1/sessions/{session.GetProperty("id")}", StringComparison.Ordinal),
            created.Headers.Location!.OriginalString);

        await using var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(_proxy!.Address, "hubs/signaling"), http => http.AccessTokenProvider = () => Task.FromResult(token)).Build();
        await hub.StartAsync();
        Assert.NotNull((await hub.InvokeAsync<AnswerMessage>("Offer", new { sdp = "v=0\r\noffer\r\n" })).Sdp);
    }

    [Fact]
    public async Task Every_Location_is_reached_below_the_path_and_a_reset_link_too()
    {
        using var party = await StartAsync(strips: false, saysPrefix: false, ("Web:PathBase", "/face"), ("Operator:Key", OperatorKey));
        using var staff = new HttpClient { BaseAddress = _proxy!.Address };
        staff.DefaultRequestHeaders.Add("X-Operator-Key", OperatorKey);
        var seen = new List<string>();

        await FollowAsync(party, HttpMethod.Post, "/v1/sessions/", new { purpose = "enroll", subject = "ada" });
        await FollowAsync(party, HttpMethod.Put, "/v1/groups/{name}", new { });
        var webhook = (await FollowAsync(party, HttpMethod.Post, "/v1/webhooks/", new { url = "https://8.8.8.8/hooks" }))
            .GetProperty("webhook").GetProperty("id").GetString()!;
        var delivery = (await FollowAsync(party, HttpMethod.Post, "/v1/webhooks/{id}/test", new { }, webhook))
            .GetProperty("id").GetString()!;
        await FollowAsync(party, HttpMethod.Post, "/v1/webhooks/{id}/deliveries/{delivery}/redeliver", new { }, webhook, delivery);
        await FollowAsync(staff, HttpMethod.Post, "/v1/jobs/{name}/runs", new { }, "retention");
        var account = await FollowAsync(staff, HttpMethod.Post, "/v1/accounts/", new { userName = "ada" });

        Assert.StartsWith("/face/reset.html#", account.GetProperty("link").GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.Equal(Made(), seen.Concat(Unplaced).Order());

        async Task<JsonElement> FollowAsync(HttpClient client, HttpMethod method, string route, object body, params string[] values)
        {
            seen.Add($"{method} {route}");
            var taken = 0;
            var path = Regex.Replace(route, @"\{\w+\}", _ => values.Length > taken ? values[taken++] : "staff");
            using var request = new HttpRequestMessage(method, path[1..]) { Content = JsonContent.Create(body) };
            using var answer = await client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.Headers.Location is not null, $"{route}: {(int)answer.StatusCode} {text}");
            Assert.StartsWith("/face/v1/", answer.Headers.Location.OriginalString, StringComparison.Ordinal);
            using var found = await client.GetAsync(answer.Headers.Location);
            Assert.Equal((route, HttpStatusCode.OK), (route, found.StatusCode));
            return JsonDocument.Parse(text).RootElement;
        }
    }

    [Fact]
    public async Task A_path_that_no_trusted_proxy_named_is_not_believed()
    {
        using var client = await StartAsync(strips: true, saysPrefix: true);

        using var created = await client.PostAsJsonAsync("v1/sessions", new { purpose = "enroll", subject = "ada" });

        Assert.StartsWith("/v1/sessions/", created.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/../..")]
    [InlineData("/a/./b")]
    [InlineData("/face, //evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/face?x")]
    public async Task A_path_that_is_none_is_not_believed_whoever_names_it(string prefix)
    {
        await using var host = new HostApplication(("Web:TrustedProxies:0", "127.0.0.1"));
        host.UseKestrel(0);
        host.StartServer();
        using var party = await host.RelyingPartyAsync();
        party.DefaultRequestHeaders.Add("X-Forwarded-Prefix", prefix);
        party.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7, 192.0.2.8");

        var session = await party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" });

        Assert.Equal("/hubs/signaling", session.GetProperty("hub").GetString());
    }

    [Fact]
    public async Task Below_its_own_path_the_page_is_found_without_the_last_slash()
    {
        using var client = await StartAsync(strips: false, saysPrefix: false, ("Web:PathBase", "/face"));

        using var answer = await client.GetAsync("../face");

        Assert.EndsWith("/face/", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null) await _proxy.DisposeAsync();
        if (_host is not null) await _host.DisposeAsync();
    }

    /// <summary>Every endpoint below /v1 that answers 201 or 202.</summary>
    IEnumerable<string> Made() => _host!.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(one => one.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal)
            && one.Metadata.OfType<IProducesResponseTypeMetadata>().Any(answer => answer.StatusCode is 201 or 202))
        .Select(one => $"{one.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {one.RoutePattern.RawText}").Order();

    /// <summary>A relying party's client that goes through the proxy.</summary>
    async Task<HttpClient> StartAsync(bool strips, bool saysPrefix, params (string, string)[] settings)
    {
        _host = new HostApplication([.. settings, HostApplication.Console]);
        _host.UseKestrel(0);
        _host.StartServer();
        using var direct = await _host.RelyingPartyAsync();
        _proxy = await PathProxy.StartAsync(direct.BaseAddress!, "/face", strips, saysPrefix);
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _proxy.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", direct.DefaultRequestHeaders.GetValues("X-Api-Key"));
        return client;
    }
}
