using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Signaling.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using StandardWebhooks;

namespace FaceAuth.Signaling.Tests.Webhooks;

/// <summary>Real receivers on loopback, called by the real host; only time is the test's.</summary>
public sealed class WebhookDeliveryTests : IAsyncLifetime
{
    Receiver _receiver = null!;
    WebhookHost _host = null!;

    [Fact]
    public async Task A_session_that_ends_is_told_signed_with_the_webhook_s_secret()
    {
        var (webhook, secret) = await _host.MakeAsync(_receiver.Url);
        await _host.Application.EnrollAsync(_host.Party, "customer-17");
        var live = await LiveSession.OpenAsync(_host.Application, _host.Party, new { purpose = "verify", subject = "customer-17" });
        live.Run.Says(new Pipeline.Contracts.AuthEvent.Decided(live.Accepted()));
        await live.EndAsync();

        var call = await CallOfAsync("session.finished");

        new StandardWebhook(secret).Verify(
            call.Body, new HeaderDictionary(call.Headers.ToDictionary(header => header.Key, header => new StringValues(header.Value))));
        var data = JsonDocument.Parse(call.Body).RootElement.GetProperty("data");
        Assert.Equal((live.Id, "accepted"), (data.GetProperty("session").GetGuid(), data.GetProperty("outcome").GetString()));
        Assert.Equal("application/json", call.Headers["Content-Type"]);
        Assert.DoesNotContain("customer-17", string.Concat(_receiver.Calls.Select(one => one.Body)), StringComparison.Ordinal);
        var session = await _host.Party.JsonAsync(data.GetProperty("verdict").GetString()!);
        Assert.Equal("customer-17", session.GetProperty("subject").GetString());
        var listed = await _host.Party.JsonAsync($"/v1/webhooks/{webhook}/deliveries");
        Assert.Equal(["session.finished", "subject.enrolled"], listed.GetProperty("deliveries").EnumerateArray()
            .Select(delivery => delivery.GetProperty("type").GetString()).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(_host.Application.Log.All, line => line.Contains(secret[6..], StringComparison.Ordinal));
        Assert.DoesNotContain(_host.Application.Log.All, line => line.Contains(_receiver.Url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_fails_is_tried_again_after_5_s_and_5_min_under_the_same_id()
    {
        var left = 2;
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = left-- > 0 ? 500 : 200;
            return Task.CompletedTask;
        };
        var (webhook, _) = await _host.MakeAsync(_receiver.Url);
        var delivery = await _host.TestAsync(webhook);
        var first = await _host.TriedAsync(webhook, delivery, 1);
        Assert.NotEqual(default, first.GetProperty("nextAt").GetDateTimeOffset());
        Assert.True((await _host.Party.JsonAsync($"/v1/webhooks/{webhook}")).TryGetProperty("failingSince", out _));
        await _host.TriedAsync(webhook, delivery, 2);
        _host.Application.Clock.Advance(TimeSpan.FromMinutes(6));

        var ended = await _host.EndedAsync(webhook, delivery);

        Assert.Equal("delivered", ended.GetProperty("state").GetString());
        Assert.Equal([500, 500, 200], ended.GetProperty("attempts").EnumerateArray().Select(one => one.GetProperty("status").GetInt32()));
        Assert.Single(_receiver.Calls.Select(call => call.Id).Distinct());
        var calls = _receiver.Calls.ToList();
        Assert.InRange(calls[1].Timestamp - calls[0].Timestamp, 5, 60);
        Assert.True(calls[2].Timestamp - calls[1].Timestamp >= 300);
        Assert.NotEqual(calls[0].Signature, calls[1].Signature);
        Assert.False((await _host.Party.JsonAsync($"/v1/webhooks/{webhook}")).TryGetProperty("failingSince", out _));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await Receiver.StartAsync();
        _receiver.Answer = context =>
        {
            context.Response.Redirect(elsewhere.Url, false, true);
            return Task.CompletedTask;
        };

        var attempt = await FirstAttemptAsync(_receiver.Url);

        Assert.Equal(307, attempt.GetProperty("status").GetInt32());
        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public async Task An_answer_that_does_not_end_is_not_read()
    {
        var isOver = new TaskCompletionSource();
        _receiver.Answer = async context =>
        {
            try
            {
                while (true) await context.Response.Body.WriteAsync(new byte[64 * 1024], context.RequestAborted);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                isOver.SetResult();
            }
        };

        var attempt = await FirstAttemptAsync(_receiver.Url);

        Assert.Equal(200, attempt.GetProperty("status").GetInt32());
        await isOver.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task One_that_never_answers_times_out_and_delays_nobody_else()
    {
        await using var other = await Receiver.StartAsync();
        using var stop = new CancellationTokenSource();
        _receiver.Answer = context => Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        var (slow, _) = await _host.MakeAsync(_receiver.Url);
        var (good, _) = await _host.MakeAsync(other.Url);
        var stuck = new List<Guid>();
        for (var i = 0; i < 12; i++) stuck.Add(await _host.TestAsync(slow));

        var delivered = await _host.EndedAsync(good, await _host.TestAsync(good));
        var attempt = (await _host.TriedAsync(slow, stuck[0], 1)).GetProperty("attempts")[0];

        Assert.Equal("delivered", delivered.GetProperty("state").GetString());
        Assert.Equal("timeout", attempt.GetProperty("error").GetString());
        Assert.False(attempt.TryGetProperty("status", out _));
        await stop.CancelAsync();
    }

    [Fact]
    public async Task A_410_turns_the_webhook_off()
    {
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = 410;
            return Task.CompletedTask;
        };
        var (webhook, _) = await _host.MakeAsync(_receiver.Url);

        var ended = await _host.EndedAsync(webhook, await _host.TestAsync(webhook));

        Assert.Equal("failed", ended.GetProperty("state").GetString());
        Assert.Equal("gone", (await _host.Party.JsonAsync($"/v1/webhooks/{webhook}")).GetProperty("state").GetString());
        using var again = await _host.Party.PostAsync($"/v1/webhooks/{webhook}/test", null);
        await again.AssertProblemAsync(HttpStatusCode.Conflict, "webhook_off");
        Assert.Single(_receiver.Calls);
    }

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_is_not_called_also_when_it_did_not_before()
    {
        await using var host = await WebhookHost.StartAsync(
            ("Webhooks:AllowPrivate", "false"), ("Webhooks:AllowedNetworks:0", "127.0.0.1/32"));
        var sender = host.Application.Services.GetRequiredService<WebhookSender>();
        var leads = IPAddress.Loopback;
        sender.Lookup = (_, _) => Task.FromResult<IPAddress[]>([leads]);
        var port = new Uri(_receiver.Url).Port;
        _receiver.Answer = context =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        };
        var (webhook, _) = await host.MakeAsync($"http://shop.example.org:{port}/hook");
        await host.EndedAsync(webhook, await host.TestAsync(webhook));
        leads = IPAddress.Parse("127.0.0.2");

        var delivery = await host.TestAsync(webhook);
        var attempt = (await host.TriedAsync(webhook, delivery, 1)).GetProperty("attempts")[0];

        Assert.Equal("address_refused", attempt.GetProperty("error").GetString());
        Assert.Single(_receiver.Calls);
    }

    [Fact]
    public async Task While_a_secret_is_rotated_both_sign_and_then_the_new_one_alone()
    {
        var (webhook, old) = await _host.MakeAsync(_receiver.Url);
        using var answer = await _host.Party.PostAsJsonAsync($"/v1/webhooks/{webhook}/secret", new { overlapSeconds = 3600 });
        var fresh = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;
        await _host.EndedAsync(webhook, await _host.TestAsync(webhook));
        _host.Application.Clock.Advance(TimeSpan.FromHours(1));
        await _host.EndedAsync(webhook, await _host.TestAsync(webhook));

        var calls = _receiver.Calls.ToList();

        Assert.Equal(WebhookSignature.Of([old, fresh], calls[0].Id, calls[0].Timestamp, calls[0].Body), calls[0].Signature);
        Assert.Equal(WebhookSignature.Of([fresh], calls[1].Id, calls[1].Timestamp, calls[1].Body), calls[1].Signature);
    }

    [Fact]
    public async Task Sent_again_it_is_the_same_event()
    {
        var (webhook, _) = await _host.MakeAsync(_receiver.Url);
        var delivery = await _host.TestAsync(webhook);
        await _host.EndedAsync(webhook, delivery);

        using var asked = await _host.Party.PostAsync($"/v1/webhooks/{webhook}/deliveries/{delivery}/redeliver", null);
        await _host.TriedAsync(webhook, delivery, 2);

        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        Assert.Equal(2, _receiver.Calls.Count);
        Assert.Single(_receiver.Calls.Select(call => (call.Id, call.Body)).Distinct());
    }

    public async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        _host = await WebhookHost.StartAsync(("Webhooks:Timeout", "00:00:02"), ("Webhooks:MaxParallel", "4"));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    async Task<JsonElement> FirstAttemptAsync(string url)
    {
        var (webhook, _) = await _host.MakeAsync(url);
        return (await _host.TriedAsync(webhook, await _host.TestAsync(webhook), 1)).GetProperty("attempts")[0];
    }

    async Task<Receiver.Call> CallOfAsync(string type)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            _host.Application.Clock.Advance(TimeSpan.FromSeconds(1));
            if (_receiver.Calls.FirstOrDefault(call => call.Body.Contains(type, StringComparison.Ordinal)) is { } found) return found;
            await Task.Delay(20, limit.Token);
        }
    }
}
