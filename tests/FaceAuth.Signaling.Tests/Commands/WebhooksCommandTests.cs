using System.Text.Json;
using FaceAuth.Signaling.Tests.Webhooks;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary><c>faceauth webhooks</c>, on a store that a server then works on.</summary>
public sealed class WebhooksCommandTests : IAsyncLifetime
{
    public static TheoryData<string> Engines => OwnDatabase.Engines;

    const string Url = "https://shop.example.org/hooks";

    OwnDatabase _database = null!;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task One_is_made_tried_turned_off_and_on_and_removed(string engine)
    {
        await OpenAsync(engine);

        var made = await RunAsync("add", "shop", Url, "--event", "session.finished");
        var listed = await RunAsync("list", "shop");
        var id = listed.Output.Split(' ')[0];
        var tested = await RunAsync("send-test", "shop", id);
        var off = await RunAsync("disable", "shop", id);
        var refused = await RunAsync("send-test", "shop", id);
        var on = await RunAsync("enable", "shop", id);
        var deliveries = await RunAsync("deliveries", "shop", id, "--state", "waiting");
        var none = await RunAsync("deliveries", "shop", id, "--state", "delivered");
        var rotated = await RunAsync("rotate", "shop", id, "--overlap-hours", "1");
        var again = await RunAsync("redeliver", "shop", id, tested.Output.Trim());
        var removed = await RunAsync("remove", "shop", id);
        var gone = await RunAsync("remove", "shop", id);

        Assert.Equal((0, 0, 0, 0, 1, 0), (made.Code, listed.Code, tested.Code, off.Code, refused.Code, on.Code));
        Assert.Matches(@"^whsec_[A-Za-z0-9+/]{43}=\n$", made.Output);
        Assert.Matches(@$"^{id}  enabled  session\.finished  \d{{4}}-\S+ \S+Z  https://shop\.example\.org/hooks\n$", listed.Output);
        Assert.Contains("It is disabled.", off.Error, StringComparison.Ordinal);
        Assert.StartsWith($"{tested.Output.Trim()}  waiting  webhook.test  ", deliveries.Output, StringComparison.Ordinal);
        Assert.Equal((0, "", 0, 0, 0, 1), (none.Code, none.Output, again.Code, rotated.Code, removed.Code, gone.Code));
        Assert.NotEqual(made.Output, rotated.Output);
        Assert.Contains("has no webhook of that id", gone.Error, StringComparison.Ordinal);
        await using var host = new HostApplication(_database.Settings);
        var audited = (await host.Audit.RecentAsync("operator", 20, default)).Select(entry => entry.Action).ToList();
        Assert.Equal(
            ["webhook.deleted", "webhook.redelivered", "webhook.secret_rotated", "webhook.changed", "webhook.changed", "webhook.test",
                "webhook.made"],
            audited.Where(action => action.StartsWith("webhook.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_it_made_is_sent_by_the_server()
    {
        await OpenAsync("Sqlite");
        await using var receiver = await Receiver.StartAsync();
        (string, string)[] allowed = [("Webhooks:AllowHttp", "true"), ("Webhooks:AllowPrivate", "true")];
        var made = await RunAsync(["add", "shop", receiver.Url, "--Webhooks:AllowHttp", "true", "--Webhooks:AllowPrivate", "true"]);
        Assert.True(made.Code == 0, made.Error);
        var id = (await RunAsync("list", "shop")).Output.Split(' ')[0];
        await RunAsync("send-test", "shop", id);

        await using var host = new HostApplication([.. _database.Settings, .. allowed]);
        using var client = host.CreateClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (receiver.Calls.IsEmpty)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, limit.Token);
        }

        Assert.Equal("webhook.test", JsonDocument.Parse(receiver.Calls.First().Body).RootElement.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("http://shop.example.org/hooks")]
    [InlineData("https://127.0.0.1/hooks")]
    [InlineData("shop")]
    public async Task An_address_that_is_not_called_is_refused_in_a_sentence(string url)
    {
        await OpenAsync("Sqlite");

        var (code, output, error) = await RunAsync("add", "shop", url);

        Assert.Equal((1, ""), (code, output));
        Assert.EndsWith(".", error.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relying_party_that_is_not_there_has_none()
    {
        await OpenAsync("Sqlite");

        var (code, _, error) = await RunAsync("list", "nobody");

        Assert.Equal(1, code);
        Assert.EndsWith("There is no relying party named \"nobody\".\n", error, StringComparison.Ordinal);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
    }

    async Task OpenAsync(string engine)
    {
        _database = await OwnDatabase.CreateAsync(engine);
        var (code, _, error) = await CommandHere.RunAsync(["keys", "issue", "shop", .. _database.Arguments]);
        Assert.True(code == 0, error);
    }

    Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        CommandHere.RunAsync(["webhooks", .. arguments, .. _database.Arguments]);
}
