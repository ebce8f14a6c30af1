using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Signaling.Sessions;
using Microsoft.Extensions.Configuration;

namespace FaceAuth.Signaling.Tests.Api;

/// <summary>What the server's page is told of a relying party's session, and where it may send people.</summary>
public sealed class HostedPageTests : IAsyncDisposable
{
    const string Allowed = "https://shop.example.org/signed-in";

    readonly HostApplication _host = new(
        ("HostedPage:Parties:0:Name", "shop"), ("HostedPage:Parties:0:Title", "The Shop"), ("HostedPage:Parties:0:Colour", "#0b57d0"),
        ("HostedPage:Parties:0:ReturnTo:0", Allowed));

    [Theory]
    [InlineData(Allowed, "?session=")]
    [InlineData(Allowed + "?cart=7", "?cart=7&session=")]
    public async Task It_names_who_asks_and_goes_back_with_the_sessions_id(string address, string end)
    {
        using var party = await _host.RelyingPartyAsync("shop");
        var (id, page) = await OpenAsync(party, "?return=" + Uri.EscapeDataString(address));

        var view = await page.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(("The Shop", "#0b57d0"), (view.GetProperty("title").GetString(), view.GetProperty("colour").GetString()));
        Assert.Equal(Allowed + end + id, view.GetProperty("returnTo").GetString());
    }

    [Theory]
    [InlineData("https://shop.example.org/signed-in/more")]
    [InlineData("https://shop.example.org/Signed-in")]
    [InlineData("https://shop.example.org/signed-in#fragment")]
    [InlineData("https://user@shop.example.org/signed-in")]
    [InlineData("https://shop.example.org.evil.example/signed-in")]
    [InlineData("https://shop.example.org\\@evil.example/signed-in")]
    [InlineData("https://shop.example.org:8443/signed-in")]
    [InlineData("http://shop.example.org/signed-in")]
    [InlineData("https://shop.example.org/x/../signed-in/..")]
    [InlineData("//shop.example.org/signed-in")]
    [InlineData("javascript:alert(1)//https://shop.example.org/signed-in")]
    [InlineData(Allowed + "?session=0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61")]
    [InlineData(Allowed + "?a=1&%53ession=x")]
    [InlineData("")]
    public async Task It_sends_nobody_to_another_place(string address)
    {
        using var party = await _host.RelyingPartyAsync("shop");
        var (_, page) = await OpenAsync(party, "?return=" + Uri.EscapeDataString(address));

        await page.AssertProblemAsync(HttpStatusCode.BadRequest, "return_not_allowed");
    }

    [Fact]
    public async Task Sessions_of_others_look_like_the_servers_own()
    {
        using var party = await _host.RelyingPartyAsync("other");
        var (_, page) = await OpenAsync(party, "");
        var (_, back) = await OpenAsync(party, "?return=" + Uri.EscapeDataString(Allowed));

        var view = await page.Content.ReadFromJsonAsync<JsonElement>();

        Assert.False(view.TryGetProperty("title", out _) || view.TryGetProperty("colour", out _) || view.TryGetProperty("returnTo", out _));
        await back.AssertProblemAsync(HttpStatusCode.BadRequest, "return_not_allowed");
    }

    [Theory]
    [InlineData("Colour", "#ffdd00", "contrast")]
    [InlineData("Colour", "red", "hexadecimal")]
    [InlineData("ReturnTo:0", "http://shop.example.org/signed-in", "https address")]
    [InlineData("ReturnTo:0", "https://shop.example.org/signed-in?to=1", "https address")]
    [InlineData("ReturnTo:0", "https://shop.example.org", "https address")]
    [InlineData("ReturnTo:0", "/signed-in", "https address")]
    public void A_setting_that_would_not_do_is_refused_at_start(string setting, string value, string fault)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Parties:0:Name"] = "shop",
            ["Parties:0:" + setting] = value,
        }).Build();

        var result = new HostedPageOptionsValidator().Validate(null, settings.Get<HostedPageOptions>()!);

        Assert.Contains(result.Failures!, failure => failure.Contains(fault, StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    async Task<(Guid Id, HttpResponseMessage Page)> OpenAsync(HttpClient party, string query)
    {
        var session = await party.CreateSessionAsync(new { purpose = "identify" });
        using var person = _host.CreateClient();
        person.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("token").GetString());
        return (session.GetProperty("id").GetGuid(), await person.GetAsync("/v1/hosted-page" + query));
    }
}
