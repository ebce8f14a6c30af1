using System.Security.Cryptography;
using System.Text.Json;
using FaceAuth.Testing;
using Npgsql;

namespace FaceAuth.Signaling.Tests.Webhooks;

/// <summary>A node that stops, and several nodes on one real database: every event is sent.</summary>
public sealed class WebhookNodesTests
{
    [Fact]
    public async Task What_a_server_did_not_send_before_it_stopped_the_next_one_does()
    {
        await using var receiver = await Receiver.StartAsync();
        using var stop = new CancellationTokenSource();
        var arrived = new TaskCompletionSource();
        receiver.Answer = async context =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            context.Response.StatusCode = 204;
        };
        var folder = Directory.CreateTempSubdirectory("faceauth-hooks-").FullName;
        Guid webhook, delivery;
        string apiKey;
        await using (var first = await WebhookHost.StartAsync(("Store:Directory", folder)))
        {
            apiKey = first.Party.DefaultRequestHeaders.GetValues("X-Api-Key").Single();
            (webhook, _) = await first.MakeAsync(receiver.Url);
            delivery = await first.TestAsync(webhook);
            while (!arrived.Task.IsCompleted)
            {
                first.Application.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(20);
            }
        }

        await stop.CancelAsync();
        await using var second = await WebhookHost.StartAsync(("Store:Directory", folder));
        second.Party.DefaultRequestHeaders.Remove("X-Api-Key");
        second.Party.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
        var ended = await second.EndedAsync(webhook, delivery);

        Assert.Equal("delivered", ended.GetProperty("state").GetString());
        Assert.Equal(2, receiver.Calls.Count);
        Assert.Single(receiver.Calls.Select(call => call.Id).Distinct());
    }

    [Fact]
    public async Task Two_nodes_on_one_database_send_each_event_once()
    {
        const int Events = 40;
        await using var receiver = await Receiver.StartAsync();
        var name = "faceauth_" + Guid.NewGuid().ToString("N");
        await OnServerAsync($"CREATE DATABASE {name}");
        try
        {
            (string, string)[] settings =
            [
                ("Store:Provider", "PostgreSql"), ("Store:ConnectionString", $"{Require.Postgres()};Database={name};Maximum Pool Size=16"),
                ("Store:MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            ];
            await using var one = await WebhookHost.StartAsync(settings);
            var (webhook, _) = await one.MakeAsync(receiver.Url);
            await using var two = await WebhookHost.StartAsync(settings);
            for (var i = 0; i < Events; i++) await one.TestAsync(webhook);

            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            JsonElement listed = default;
            do
            {
                one.Application.Clock.Advance(TimeSpan.FromSeconds(1));
                two.Application.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(50, limit.Token);
                listed = await two.Party.JsonAsync($"/v1/webhooks/{webhook}/deliveries?count=200");
            }
            while (listed.GetProperty("deliveries").EnumerateArray().Any(one => one.GetProperty("state").GetString() == "waiting"));

            Assert.Equal(Events, listed.GetProperty("deliveries").GetArrayLength());
            Assert.Equal(Events, receiver.Calls.Count);
            Assert.Equal(Events, receiver.Calls.Select(call => call.Id).Distinct().Count());
        }
        finally
        {
            await OnServerAsync($"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Require.Postgres() + ";Database=postgres;Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // the test's own statements
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
