using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Data.Sqlite;

namespace FaceAuth.Signaling.Tests.Errors;

/// <summary>A server whose disk is really full says so in its own code on every way, and goes on once there is room.</summary>
public sealed class StorageFullTests : IAsyncLifetime
{
    SmallDisk _disk = null!;
    HostApplication _host = null!;

    [Fact]
    public async Task A_request_that_stores_something_is_answered_507()
    {
        using var party = await _host.RelyingPartyAsync();
        await FillAsync();

        using var session = await party.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = "anna" });
        using var account = await party.PostAsJsonAsync(
            "/v1/auth/register", new { userName = "ada", password = "correct horse battery" });
        await session.AssertProblemAsync(HttpStatusCode.InsufficientStorage, "storage_full");
        await account.AssertProblemAsync(HttpStatusCode.InsufficientStorage, "storage_full");

        _disk.MakeRoom();
        await party.CreateSessionAsync(new { purpose = "enroll", subject = "anna" });
        AssertSaidOnce();
    }

    [Fact]
    public async Task A_server_that_cannot_store_is_not_ready_until_it_can()
    {
        using var client = _host.CreateClient();
        await client.JsonAsync("/health/ready");
        await FillAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(15));

        using var full = await client.GetAsync("/health/ready");
        using var overall = await client.GetAsync("/health");
        var store = (await full.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("parts").GetProperty("store");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, full.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, overall.StatusCode);
        Assert.Contains("is full", store.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("this call", store.GetProperty("problem").GetString(), StringComparison.Ordinal);

        _disk.MakeRoom();
        _host.Clock.Advance(TimeSpan.FromSeconds(15));
        await client.JsonAsync("/health/ready");
        await client.JsonAsync("/health");
        AssertSaidOnce();
    }

    [Fact]
    public async Task An_offer_is_refused_on_the_hub_and_its_token_stays_good()
    {
        using var party = await _host.RelyingPartyAsync();
        var created = await party.CreateSessionAsync(new { purpose = "enroll", subject = "anna" });
        await using var hub = _host.Hub(created.GetProperty("token").GetString()!);
        await hub.StartAsync();
        await FillAsync();

        var refused = await Assert.ThrowsAsync<HubException>(() => OfferAsync(hub));
        Assert.Contains("storage_full: The server cannot store anything now", refused.Message, StringComparison.Ordinal);

        _disk.MakeRoom();
        Assert.Equal(created.GetProperty("id").GetGuid(), (await OfferAsync(hub)).SessionId);
        AssertSaidOnce();
    }

    [Fact]
    public async Task A_decision_that_cannot_be_stored_is_none_and_the_data_channel_says_why()
    {
        using var party = await _host.RelyingPartyAsync();
        var session = await LiveSession.OpenAsync(_host, party, new { purpose = "enroll", subject = "anna" });
        await session.OpenChannelAsync();
        await FillAsync();

        session.Run.Says(new AuthEvent.Decided(session.Accepted()));

        var (last, stored) = await session.LastAsync();
        Assert.Equal(("error", "storage_full"), (last.GetProperty("type").GetString(), last.GetProperty("code").GetString()));
        Assert.Equal((SessionState.Claimed, null), (stored.State, stored.Verdict));
        AssertSaidOnce();
    }

    public async ValueTask InitializeAsync()
    {
        _disk = await SmallDisk.MountAsync(16);
        _host = new(("Store:Directory", _disk.DataFolder));
        _ = _host.Services;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _disk.DisposeAsync();
    }

    /// <summary>After the log was emptied, so that no write finds room left over in it.</summary>
    async Task FillAsync()
    {
        await using (var database = new SqliteConnection($"Data Source={Path.Combine(_disk.DataFolder, "faceauth.db")};Pooling=False"))
        {
            await database.OpenAsync();
            await using var command = database.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await command.ExecuteNonQueryAsync();
        }

        _disk.Fill();
    }

    static Task<AnswerMessage> OfferAsync(HubConnection hub) => hub.InvokeAsync<AnswerMessage>("Offer", new { sdp = "v=0\r\noffer\r\n" });

    void AssertSaidOnce()
    {
        Assert.Single(_host.Log.All, line => line.StartsWith("Critical", StringComparison.Ordinal));
        Assert.DoesNotContain(_host.Log.All, line => line.Contains("SqliteException", StringComparison.Ordinal)
            && !line.StartsWith("Debug", StringComparison.Ordinal) && !line.StartsWith("Trace", StringComparison.Ordinal));
    }
}
