using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Signaling.Security;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Webhooks;

/// <summary>A relying party whose every key was revoked is told nothing any more, until it has a key and turns its webhook on.</summary>
public sealed class RevokedPartyTests : IAsyncLifetime
{
    WebhookHost _host = null!;
    Receiver _receiver = null!;

    [Fact]
    public async Task What_waits_when_its_keys_are_revoked_is_sent_once_it_is_turned_on_again()
    {
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
            context.Response.Headers.RetryAfter = "300";   // so that no second attempt comes before the keys are revoked
            return Task.CompletedTask;
        };
        var (webhook, _) = await _host.MakeAsync(_receiver.Url);
        var delivery = await _host.TestAsync(webhook);
        await _host.TriedAsync(webhook, delivery, 1);
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.NoContent;
            return Task.CompletedTask;
        };

        await KeysAsync(keys => keys.RevokeAsync("shop", default));
        await AnotherIsToldAsync();

        Assert.Single(_receiver.Calls, call => call.Path == "/hook");
        _host.Party.DefaultRequestHeaders.Remove("X-Api-Key");
        _host.Party.DefaultRequestHeaders.Add("X-Api-Key", await KeysAsync(async keys =>
            (await keys.IssueAsync("shop", new(null, null), default)).ApiKey));
        Assert.Equal("disabled", (await _host.Party.JsonAsync($"/v1/webhooks/{webhook}")).GetProperty("state").GetString());
        using var enabled = await _host.Party.PatchAsJsonAsync($"/v1/webhooks/{webhook}", new { enabled = true });
        Assert.Equal(HttpStatusCode.OK, enabled.StatusCode);
        Assert.Equal("delivered", (await _host.EndedAsync(webhook, delivery)).GetProperty("state").GetString());
        Assert.Single(_receiver.Calls.Where(call => call.Path == "/hook").Select(call => call.Id).Distinct());
    }

    public async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        _host = await WebhookHost.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    Task<T> KeysAsync<T>(Func<PartyKeys, Task<T>> work) => work(_host.Application.Services.GetRequiredService<PartyKeys>());

    /// <summary>Another party is told of something after the first one's next attempt was due: the driver has been round.</summary>
    async Task AnotherIsToldAsync()
    {
        _host.Application.Clock.Advance(TimeSpan.FromMinutes(10));
        using var other = await _host.Application.RelyingPartyAsync("other");
        using var made = await other.PostAsJsonAsync("/v1/webhooks", new { url = _receiver.Url + "/other" });
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("webhook").GetProperty("id").GetGuid();
        using var asked = await other.PostAsync($"/v1/webhooks/{id}/test", null);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (_receiver.Calls.All(call => call.Path != "/hook/other"))
        {
            _host.Application.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, limit.Token);
        }
    }
}
