using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Api;

public sealed class KeysApiTests : IAsyncLifetime
{
    const string Keys = "/v1/relying-parties/shop/keys";
    const string OperatorKey = "an operator's key of 32 characters";

    readonly HostApplication _host = new(("Operator:Key", OperatorKey));
    HttpClient _operator = null!;

    [Theory]
    [InlineData("sessions", true, false, false)]
    [InlineData("subjects", false, true, false)]
    [InlineData("groups", false, false, true)]
    [InlineData(null, true, true, true)]
    public async Task A_key_opens_what_it_was_issued_for(string? scope, bool sessions, bool subjects, bool groups)
    {
        using var party = Party(await IssueAsync(new { scopes = scope is null ? null : new[] { scope } }));

        using var session = await party.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = "ada" });
        using var subject = await party.GetAsync("/v1/subjects");
        using var group = await party.GetAsync("/v1/groups");

        foreach (var (answer, isOpen) in ((HttpResponseMessage, bool)[])[(session, sessions), (subject, subjects), (group, groups)])
        {
            if (isOpen) Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            else await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "scope_missing");
        }
    }

    [Fact]
    public async Task A_key_that_has_run_out_opens_nothing()
    {
        using var party = Party(await IssueAsync(new { expiresAt = _host.Clock.GetUtcNow().AddHours(1) }));
        using var before = await party.GetAsync("/v1/subjects");
        _host.Clock.Advance(TimeSpan.FromHours(1));

        using var after = await party.GetAsync("/v1/subjects");

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await after.AssertProblemAsync(HttpStatusCode.Unauthorized, "api_key_invalid");
    }

    [Theory]
    [InlineData("shop\u200b")]
    [InlineData("\u202eevil")]
    [InlineData("sh\u2066op")]
    [InlineData("sho\u0308p")]
    [InlineData("shop\u3164")]
    public async Task A_new_relying_party_bears_no_name_that_looks_like_anothers(string name)
    {
        var path = $"/v1/relying-parties/{Uri.EscapeDataString(name)}/keys";

        using var refused = await _operator.PostAsJsonAsync(path, new { });
        await _host.Services.GetRequiredService<IRelyingPartyStore>().IssueKeyAsync(name, default);   // as earlier versions did
        using var known = await _operator.PostAsJsonAsync(path, new { });

        await refused.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
        Assert.Equal(HttpStatusCode.Created, known.StatusCode);
    }

    [Fact]
    public async Task Keys_are_listed_without_the_key_and_revoked_one_by_one_and_audited()
    {
        var first = await IssueAsync(new { });
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await IssueAsync(new { scopes = new[] { "groups" } });
        using var party = Party(first);
        (await party.GetAsync("/v1/subjects")).Dispose();

        var listed = await _operator.JsonAsync(Keys);
        var keys = listed.GetProperty("keys").EnumerateArray().ToList();
        Assert.Equal(2, keys.Count);
        Assert.Equal(_host.Clock.GetUtcNow(), keys[0].GetProperty("lastUsedAt").GetDateTimeOffset());
        Assert.Equal("groups", Assert.Single(keys[1].GetProperty("scopes").EnumerateArray()).GetString());
        Assert.DoesNotContain("fa_", listed.GetRawText(), StringComparison.Ordinal);

        using var revoked = await _operator.DeleteAsync($"{Keys}/{first.GetProperty("id")}");
        using var again = await _operator.DeleteAsync($"{Keys}/{first.GetProperty("id")}");
        using var closed = await party.GetAsync("/v1/subjects");
        using var other = await Party(second).GetAsync("/v1/groups");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.OK), (revoked.StatusCode, other.StatusCode));
        await again.AssertProblemAsync(HttpStatusCode.NotFound, "key_unknown");
        await closed.AssertProblemAsync(HttpStatusCode.Unauthorized, "api_key_invalid");
        var entries = await _host.Audit.RecentAsync("operator", 10, default);
        Assert.Equal(["key.revoked", "key.issued", "key.issued"], entries.Select(entry => entry.Action));
        Assert.Contains(first.GetProperty("id").GetString()!, entries[0].Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"scopes":[]}""")]
    [InlineData("""{"scopes":["everything"]}""")]
    [InlineData("""{"scope":["groups"]}""")]
    [InlineData("""{"expiresAt":"2020-01-01T00:00:00Z"}""")]
    public async Task What_would_make_another_key_than_was_meant_is_refused(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await _operator.PostAsync(Keys, content);

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
        using var unknown = await _operator.GetAsync(Keys);
        await unknown.AssertProblemAsync(HttpStatusCode.NotFound, "key_unknown");
    }

    [Fact]
    public async Task Only_the_operator_sees_or_makes_keys()
    {
        using var party = await _host.RelyingPartyAsync();

        using var listed = await party.GetAsync(Keys);
        using var issued = await party.PostAsJsonAsync(Keys, new { });

        await listed.AssertProblemAsync(HttpStatusCode.Unauthorized, "operator_key_invalid");
        await issued.AssertProblemAsync(HttpStatusCode.Unauthorized, "operator_key_invalid");
    }

    public ValueTask InitializeAsync()
    {
        _operator = _host.CreateClient();
        _operator.DefaultRequestHeaders.Add("X-Operator-Key", OperatorKey);
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        _operator.Dispose();
        await _host.DisposeAsync();
    }

    async Task<JsonElement> IssueAsync(object request)
    {
        using var answer = await _operator.PostAsJsonAsync(Keys, request);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    HttpClient Party(JsonElement issued)
    {
        var client = _host.CreateClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", issued.GetProperty("apiKey").GetString());
        return client;
    }
}
