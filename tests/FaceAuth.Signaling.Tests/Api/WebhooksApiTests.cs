using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Signaling.Tests.Webhooks;

namespace FaceAuth.Signaling.Tests.Api;

public sealed class WebhooksApiTests : IAsyncLifetime
{
    const string Hooks = "/v1/webhooks";
    const string Url = "https://shop.example.org/hooks";

    WebhookHost _host = null!;

    [Fact]
    public async Task One_is_made_listed_changed_and_deleted_audited_and_its_secret_shown_once()
    {
        using var answer = await _host.Party.PostAsJsonAsync(Hooks, new { url = Url, events = new[] { "subject.erased" } });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var id = made.GetProperty("webhook").GetProperty("id").GetGuid();
        Assert.StartsWith("whsec_", made.GetProperty("secret").GetString(), StringComparison.Ordinal);
        Assert.Equal($"{Hooks}/{id}", answer.Headers.Location!.OriginalString);

        var listed = await _host.Party.JsonAsync(Hooks);
        using var changed = await _host.Party.PatchAsJsonAsync($"{Hooks}/{id}", new { events = Array.Empty<string>(), enabled = false });
        var shown = await _host.Party.JsonAsync($"{Hooks}/{id}");
        using var deleted = await _host.Party.DeleteAsync($"{Hooks}/{id}");
        using var gone = await _host.Party.GetAsync($"{Hooks}/{id}");

        Assert.DoesNotContain("whsec_", listed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(Url, Assert.Single(listed.GetProperty("webhooks").EnumerateArray()).GetProperty("url").GetString());
        Assert.Equal("disabled", shown.GetProperty("state").GetString());
        Assert.False(shown.TryGetProperty("events", out _));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await gone.AssertProblemAsync(HttpStatusCode.NotFound, "webhook_unknown");
        var entries = await _host.Application.Audit.RecentAsync(null, 3, default);
        Assert.Equal(["webhook.deleted", "webhook.changed", "webhook.made"], entries.Select(entry => entry.Action));
        Assert.DoesNotContain(entries, entry => entry.Details!.Contains("example.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_without_https_is_refused_with_the_setting_that_lets_it()
    {
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();

        using var answer = await party.PostAsJsonAsync("/v1/webhooks", new { url = "http://shop.example.org/hook" });

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_webhook_url");
        Assert.Contains("Webhooks:AllowHttp", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"url":"ftp://shop.example.org"}""", "bad_webhook_url")]
    [InlineData("""{}""", "bad_webhook_url")]
    [InlineData("""{"url":"https://169.254.169.254/x"}""", "webhook_address_refused")]
    [InlineData("""{"url":"https://shop.example.org","events":[]}""", "bad_webhook_events")]
    [InlineData("""{"url":"https://shop.example.org","events":["everything"]}""", "bad_webhook_events")]
    [InlineData("""{"url":"https://shop.example.org","events":[null]}""", "bad_webhook_events")]
    [InlineData("""{"url":"https://shop.example.org","event":["subject.erased"]}""", "bad_request")]
    [InlineData("""{"url":"https://shop.example.org","url":"https://other.example.org"}""", "bad_request")]
    public async Task What_would_be_another_webhook_than_was_meant_is_refused(string body, string code)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await _host.Party.PostAsync(Hooks, content);

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, code);
        Assert.Equal(0, (await _host.Party.JsonAsync(Hooks)).GetProperty("webhooks").GetArrayLength());
    }

    [Fact]
    public async Task Another_party_s_is_none_and_a_user_has_none()
    {
        var (webhook, _) = await _host.MakeAsync(Url);
        using var other = await _host.Application.RelyingPartyAsync("other");
        using var user = await _host.Application.UserAsync();

        foreach (var (path, code) in ((string, string)[])[($"{Hooks}/{webhook}", "webhook_unknown"),
            ($"{Hooks}/{webhook}/deliveries", "webhook_unknown"), ($"{Hooks}/{webhook}/deliveries/{Guid.NewGuid()}", "delivery_unknown")])
        {
            using var hidden = await other.GetAsync(path);
            await hidden.AssertProblemAsync(HttpStatusCode.NotFound, code);
        }

        using var refused = await user.GetAsync(Hooks);
        await refused.AssertProblemAsync(HttpStatusCode.Forbidden, "webhooks_need_key");
    }

    [Fact]
    public async Task Deliveries_are_paged_newest_first()
    {
        var (webhook, _) = await _host.MakeAsync(Url);
        var made = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            made.Insert(0, await _host.TestAsync(webhook));
            _host.Application.Clock.Advance(TimeSpan.FromMilliseconds(2));
        }

        var first = await _host.Party.JsonAsync($"{Hooks}/{webhook}/deliveries?count=2");
        var second = await _host.Party.JsonAsync($"{Hooks}/{webhook}/deliveries?count=2&after={first.GetProperty("next").GetString()}");
        using var bad = await _host.Party.GetAsync($"{Hooks}/{webhook}/deliveries?count=0");

        Assert.Equal(made, first.GetProperty("deliveries").EnumerateArray()
            .Concat(second.GetProperty("deliveries").EnumerateArray()).Select(one => one.GetProperty("id").GetGuid()));
        Assert.False(second.TryGetProperty("next", out _));
        await bad.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
    }

    [Fact]
    public async Task A_seventeenth_is_refused()
    {
        for (var i = 0; i < 16; i++) await _host.MakeAsync(Url);

        using var answer = await _host.Party.PostAsJsonAsync(Hooks, new { url = Url });

        await answer.AssertProblemAsync(HttpStatusCode.Conflict, "too_many_webhooks");
    }

    public async ValueTask InitializeAsync() => _host = await WebhookHost.StartAsync(("Webhooks:Deliver", "false"));

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
