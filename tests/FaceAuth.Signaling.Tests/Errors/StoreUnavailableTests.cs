using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;

namespace FaceAuth.Signaling.Tests.Errors;

/// <summary>A database that another process holds and does not let go is said to be that, and not to be a fault of the request.</summary>
public sealed class StoreUnavailableTests : IAsyncDisposable
{
    readonly HostApplication _host = new(("Store:BusyTimeoutSeconds", "1"));

    [Fact]
    public async Task A_request_that_cannot_be_stored_is_answered_503_and_one_later_goes_through()
    {
        using var party = await _host.RelyingPartyAsync();
        var file = Directory.GetFiles(_host.Folder, "faceauth.db", SearchOption.AllDirectories)[0];
        using (var other = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await other.OpenAsync();
            await using var hold = other.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync();

            using var session = await party.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = "anna" });
            using var account = await party.PostAsJsonAsync(
                "/v1/auth/register", new { userName = "ada", password = "correct horse battery" });

            await session.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "store_unavailable");
            await account.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "store_unavailable");
            Assert.Equal("5", session.Headers.RetryAfter!.ToString());
        }

        await party.CreateSessionAsync(new { purpose = "enroll", subject = "anna" });
        Assert.Single(_host.Log.All, line => line.Contains("in use by another process", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
