using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Signaling.Tests.Jobs;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Webhooks;

/// <summary>A real server that is killed (kill -9) between a change and what tells of it.</summary>
public sealed class KilledServerTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Engines => OwnDatabase.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_was_done_before_the_kill_is_told_after_it_as_one_event(string engine)
    {
        await using var database = await OwnDatabase.CreateAsync(engine);
        await using var receiver = await Receiver.StartAsync();
        string[] settings = [.. database.Arguments, "--Webhooks:AllowHttp", "true", "--Webhooks:AllowPrivate", "true"];
        var (code, key, error) = await CommandProcess.RunAsync(["keys", "issue", "shop", .. database.Arguments]);
        Assert.True(code == 0, error);
        Guid webhook, delivery;
        await using (var server = await JobServer.StartAsync([.. settings, "--Webhooks:Deliver", "false"]))
        {
            server.Http.DefaultRequestHeaders.Add("X-Api-Key", key.Trim());
            webhook = (await MadeAsync(server, "/v1/webhooks", "a-webhook", new { url = receiver.Url })).GetProperty("webhook")
                .GetProperty("id").GetGuid();
            delivery = (await MadeAsync(server, $"/v1/webhooks/{webhook}/test", "a-test", new { })).GetProperty("id").GetGuid();
            await server.KillAsync();
        }

        Assert.Empty(receiver.Calls);
        await using var again = await JobServer.StartAsync(settings);
        again.Http.DefaultRequestHeaders.Add("X-Api-Key", key.Trim());
        // whoever heard no answer asks again, and nothing is done a second time
        var repeated = await MadeAsync(again, $"/v1/webhooks/{webhook}/test", "a-test", new { });
        using var limit = new CancellationTokenSource(Patience);
        JsonElement told;
        while (Text(told = await again.Http.JsonAsync($"/v1/webhooks/{webhook}/deliveries/{delivery}"), "state") == "waiting")
            await Task.Delay(50, limit.Token);

        Assert.Equal((delivery, "delivered"), (repeated.GetProperty("id").GetGuid(), Text(told, "state")));
        Assert.Single((await again.Http.JsonAsync($"/v1/webhooks/{webhook}/deliveries")).GetProperty("deliveries").EnumerateArray());
        Assert.NotEmpty(receiver.Calls);
        Assert.Equal(Text(told, "event"), Assert.Single(receiver.Calls.Select(call => call.Id).Distinct()));
    }

    [Fact]
    public async Task A_server_killed_amid_a_delivery_makes_it_again_under_the_same_id()
    {
        await using var database = await OwnDatabase.CreateAsync("Sqlite");
        await using var receiver = await Receiver.StartAsync();
        var (arrived, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        receiver.Answer = async context =>
        {
            arrived.TrySetResult();
            await release.Task;
            context.Response.StatusCode = (int)HttpStatusCode.NoContent;
        };
        string[] settings =
        [
            .. database.Arguments, "--Webhooks:AllowHttp", "true", "--Webhooks:AllowPrivate", "true", "--Webhooks:Timeout", "00:00:05",
        ];
        var (code, key, error) = await CommandProcess.RunAsync(["keys", "issue", "shop", .. database.Arguments]);
        Assert.True(code == 0, error);
        Guid webhook, delivery;
        await using (var server = await JobServer.StartAsync(settings))
        {
            server.Http.DefaultRequestHeaders.Add("X-Api-Key", key.Trim());
            webhook = (await MadeAsync(server, "/v1/webhooks", "a-webhook", new { url = receiver.Url })).GetProperty("webhook")
                .GetProperty("id").GetGuid();
            delivery = (await MadeAsync(server, $"/v1/webhooks/{webhook}/test", "a-test", new { })).GetProperty("id").GetGuid();
            await arrived.Task.WaitAsync(Patience);
            await server.KillAsync();
        }

        release.SetResult();
        await using var again = await JobServer.StartAsync(settings);
        again.Http.DefaultRequestHeaders.Add("X-Api-Key", key.Trim());
        using var limit = new CancellationTokenSource(Patience);   // the dead one's lease is its time-out and a minute
        JsonElement told;
        while (Text(told = await again.Http.JsonAsync($"/v1/webhooks/{webhook}/deliveries/{delivery}"), "state") == "waiting")
            await Task.Delay(200, limit.Token);

        Assert.Equal("delivered", Text(told, "state"));
        Assert.Equal(2, receiver.Calls.Count);
        Assert.Equal(Text(told, "event"), Assert.Single(receiver.Calls.Select(call => call.Id).Distinct()));
    }

    static async Task<JsonElement> MadeAsync(JobServer server, string path, string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await server.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    static string? Text(JsonElement view, string name) => view.GetProperty(name).GetString();
}
