using System.Net;
using System.Net.Http.Json;
using Npgsql;

namespace FaceAuth.Signaling.Tests.Errors;

/// <summary>A database that is to store something and does not say whether it has.</summary>
public sealed class OutcomeUnknownTests : IAsyncLifetime
{
    static readonly object Enroll = new { purpose = "enroll", subject = "ada" };

    OwnDatabase _database = null!;
    HostApplication _host = null!;

    [Fact]
    public async Task Whoever_asked_is_told_to_look_first_and_with_the_same_key_it_is_not_done_twice()
    {
        using var party = await _host.RelyingPartyAsync();
        await SqlAsync(
            """
            CREATE SEQUENCE tries;
            CREATE FUNCTION end_it() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN IF nextval('tries') < 3 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON "Sessions" DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION end_it();
            """);

        using var unknown = await party.PostAsJsonAsync("/v1/sessions", Enroll);
        using var keyed = await SendAsync(party, "a");
        using var again = await SendAsync(party, "a");
        using var another = await SendAsync(party, "b");

        foreach (var answer in new[] { unknown, keyed, again })
        {
            await answer.AssertProblemAsync(HttpStatusCode.GatewayTimeout, "outcome_unknown");
            Assert.Null(answer.Headers.RetryAfter);
        }

        Assert.Equal((false, true), (IsReplayed(keyed), IsReplayed(again)));
        Assert.Equal(HttpStatusCode.Created, another.StatusCode);
        Assert.Equal(3L, await SqlAsync("SELECT last_value FROM tries"));
    }

    public async ValueTask InitializeAsync()
    {
        _database = await OwnDatabase.CreateAsync("PostgreSql");
        _host = new(_database.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    static async Task<HttpResponseMessage> SendAsync(HttpClient party, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/sessions") { Content = JsonContent.Create(Enroll) };
        request.Headers.Add("Idempotency-Key", key);
        return await party.SendAsync(request);
    }

    static bool IsReplayed(HttpResponseMessage answer) => answer.Headers.Contains("Idempotency-Replayed");

    async Task<object?> SqlAsync(string sql)
    {
        var connection = _database.Settings.Single(setting => setting.Name == "Store:ConnectionString").Value;
        await using var own = new NpgsqlConnection(connection + ";Pooling=false");
        await own.OpenAsync();
#pragma warning disable CA2100 // the test's own statements
        await using var command = new NpgsqlCommand(sql, own);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}
