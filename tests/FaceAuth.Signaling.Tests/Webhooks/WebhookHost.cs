using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FaceAuth.Signaling.Tests.Webhooks;

/// <summary>A host that may call loopback over http, a relying party of it, and what the tests ask of both.</summary>
sealed class WebhookHost : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    static readonly (string Name, string Value)[] Usual =
        [("Webhooks:AllowHttp", "true"), ("Webhooks:AllowPrivate", "true"), ("Operator:Key", OperatorKey)];

    public WebhookHost(params (string Name, string Value)[] settings) => Application = new(
        [.. settings, .. Usual.ExceptBy(settings.Select(setting => setting.Name), usual => usual.Name)]);

    public const string OperatorKey = "an operator's key of 32 characters";

    public HostApplication Application { get; }

    public HttpClient Party { get; private set; } = null!;

    public static async Task<WebhookHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var host = new WebhookHost(settings);
        host.Party = await host.Application.RelyingPartyAsync();
        return host;
    }

    /// <summary>Makes a webhook; its id and its secret.</summary>
    public async Task<(Guid Id, string Secret)> MakeAsync(string url)
    {
        using var answer = await Party.PostAsJsonAsync("/v1/webhooks", new { url });
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (made.GetProperty("webhook").GetProperty("id").GetGuid(), made.GetProperty("secret").GetString()!);
    }

    /// <summary>Has an event queued that tries a webhook; the delivery's id.</summary>
    public async Task<Guid> TestAsync(Guid webhook)
    {
        using var answer = await Party.PostAsync($"/v1/webhooks/{webhook}/test", null);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    /// <summary>The delivery once it is as it should be; time goes on by a second at each look.</summary>
    public async Task<JsonElement> UntilAsync(Guid webhook, Guid delivery, Func<JsonElement, bool> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            Application.Clock.Advance(TimeSpan.FromSeconds(1));
            var seen = await Party.JsonAsync($"/v1/webhooks/{webhook}/deliveries/{delivery}");
            if (isSo(seen)) return seen;
            await Task.Delay(20, limit.Token);
        }
    }

    public Task<JsonElement> EndedAsync(Guid webhook, Guid delivery) =>
        UntilAsync(webhook, delivery, seen => seen.GetProperty("state").GetString() != "waiting");

    /// <summary>The delivery after so many attempts.</summary>
    public Task<JsonElement> TriedAsync(Guid webhook, Guid delivery, int attempts) =>
        UntilAsync(webhook, delivery, seen => seen.GetProperty("attempts").GetArrayLength() >= attempts);

    public async ValueTask DisposeAsync()
    {
        Party.Dispose();
        await Application.DisposeAsync();
    }
}
