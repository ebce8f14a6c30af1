using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Api;

/// <summary>Lists of sessions over HTTP, on both engines: an owner sees its own, the staff everybody's and no name.</summary>
public sealed class SessionListsTests
{
    public static TheoryData<string> Engines => OwnDatabase.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_relying_party_pages_through_its_own_and_filters_them(string engine)
    {
        await using var database = await OwnDatabase.CreateAsync(engine);
        await using var host = new HostApplication(database.Settings);
        using var party = await host.RelyingPartyAsync();
        using var other = await host.RelyingPartyAsync("other");
        var begun = host.Clock.GetUtcNow();
        await MakeAsync(host, other, "ada", "standard");
        var first = await MakeAsync(host, party, "ada", "standard");
        var second = await MakeAsync(host, party, "bob", "strict");
        var third = await MakeAsync(host, party, "ada", "strict");
        (await party.DeleteAsync($"/v1/sessions/{second}")).Dispose();

        var page = await party.JsonAsync("/v1/sessions?count=2");
        var rest = await party.JsonAsync($"/v1/sessions?count=2&after={page.GetProperty("next").GetString()}");

        Assert.Equal([third, second, first], Ids(page).Concat(Ids(rest)));
        Assert.False(rest.TryGetProperty("next", out _));
        var shown = page.GetProperty("sessions")[1];
        Assert.Equal(("bob", "strict", "ended", "cancelled", "enroll"), (Text(shown, "subject"), Text(shown, "policy"),
            Text(shown, "state"), Text(shown, "outcome"), Text(shown, "purpose")));
        Assert.False(shown.TryGetProperty("nonce", out _) || shown.TryGetProperty("verdict", out _));
        foreach (var (query, found) in ((string, Guid[])[])[
            ("subject=ada", [third, first]), ("subject=nobody", []), ("policy=strict", [third, second]), ("state=created", [third, first]),
            ("outcome=cancelled", [second]), ("purpose=verify", []), ("subject=ada&policy=strict", [third]),
            ($"from={Of(begun.AddSeconds(3))}", [third, second]), ($"to={Of(begun.AddSeconds(3))}", [first])])
            Assert.True(found.SequenceEqual(Ids(await party.JsonAsync($"/v1/sessions?{query}"))), query);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_staff_lists_everybodys_by_ids_alone(string engine)
    {
        await using var database = await OwnDatabase.CreateAsync(engine);
        await using var host = new HostApplication(database.Settings);
        using var party = await host.RelyingPartyAsync();
        using var user = await host.UserAsync("eve");
        using var auditor = await host.StaffAsync("staff", AccountRole.Auditor);
        var made = await MakeAsync(host, party, "customer-17", "standard");
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var own = (await user.CreateSessionAsync(new { purpose = "enroll" })).GetProperty("id").GetGuid();
        var stored = (await host.Sessions.FindAsync(made, default))!;

        var all = await auditor.JsonAsync("/v1/sessions/all");
        using var refused = await party.GetAsync("/v1/sessions/all");
        using var forbidden = await user.GetAsync("/v1/sessions/all");

        Assert.Equal([own, made], Ids(all));
        Assert.DoesNotContain("customer-17", all.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(stored.Owner, Text(all.GetProperty("sessions")[1], "owner"));
        Assert.Equal([made], Ids(await auditor.JsonAsync($"/v1/sessions/all?owner={stored.Owner}")));
        Assert.Equal([made], Ids(await auditor.JsonAsync($"/v1/sessions/all?subjectId={stored.SubjectId}")));
        Assert.Empty(Ids(await auditor.JsonAsync("/v1/sessions")));   // their own: a role gives them nobody else's there
        await refused.AssertProblemAsync(HttpStatusCode.Forbidden, "operator_closed");
        await forbidden.AssertProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_user_sees_their_own_as_me_and_what_identify_found_is_named()
    {
        await using var host = new HostApplication();
        using var user = await host.UserAsync("eve");
        using var party = await host.RelyingPartyAsync();
        var own = (await user.CreateSessionAsync(new { purpose = "enroll" })).GetProperty("id").GetGuid();
        var found = await host.EnrollAsync(party, "ada");
        (await party.PutAsync("/v1/groups/staff", null)).Dispose();
        var session = await LiveSession.OpenAsync(host, party, new { purpose = "identify", group = "staff" });
        session.Run.Says(new AuthEvent.Decided(session.Accepted() with { SubjectId = found }));
        await session.EndAsync();

        var mine = await user.JsonAsync("/v1/sessions?subject=me");
        var identified = (await party.JsonAsync("/v1/sessions?purpose=identify")).GetProperty("sessions")[0];

        Assert.Equal([own], Ids(mine));
        Assert.Equal(("ada", "staff", "accepted"), (Text(identified, "subject"), Text(identified, "group"), Text(identified, "outcome")));
    }

    [Fact]
    public async Task An_erased_subject_is_named_no_more()
    {
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();
        await MakeAsync(host, party, "ada", "standard");
        (await party.DeleteAsync("/v1/subjects/ada")).Dispose();

        var listed = (await party.JsonAsync("/v1/sessions")).GetProperty("sessions")[0];

        Assert.False(listed.TryGetProperty("subject", out _));
        Assert.Empty(Ids(await party.JsonAsync("/v1/sessions?subject=ada")));
    }

    [Theory]
    [InlineData("count=0", "count")]
    [InlineData("count=201", "count")]
    [InlineData("count=", "count")]
    [InlineData("after=x", "after")]
    [InlineData("policy=lax", "policy")]
    [InlineData("state=Created", "state")]
    [InlineData("purpose=dance", "purpose")]
    [InlineData("outcome=DROP+TABLE", "outcome")]
    [InlineData("outcome=bogus", "outcome")]
    [InlineData("subject=a%2Fb", "subject")]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", "to")]
    public async Task What_is_no_filter_is_refused_by_its_name_and_lists_nothing(string query, string name)
    {
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();

        using var answer = await party.GetAsync($"/v1/sessions?{query}");

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
        var detail = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!;
        Assert.Matches($"(Set|and|parameter) {name} ", detail);
    }

    [Theory]
    [InlineData("accepted")]
    [InlineData("abandoned")]
    [InlineData("expired")]
    [InlineData("cancelled")]
    [InlineData("storage_full")]
    public async Task How_a_session_may_end_is_a_filter(string outcome)
    {
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();

        Assert.Empty(Ids(await party.JsonAsync($"/v1/sessions?outcome={outcome}")));
    }

    /// <summary>A session to enrol a subject, a second after the one before.</summary>
    static async Task<Guid> MakeAsync(HostApplication host, HttpClient party, string subject, string policy)
    {
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        return (await party.CreateSessionAsync(new { purpose = "enroll", subject, policy })).GetProperty("id").GetGuid();
    }

    static IEnumerable<Guid> Ids(JsonElement page) =>
        [.. page.GetProperty("sessions").EnumerateArray().Select(session => session.GetProperty("id").GetGuid())];

    static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();

    static string Of(DateTimeOffset at) => Uri.EscapeDataString(at.ToString("O"));
}
