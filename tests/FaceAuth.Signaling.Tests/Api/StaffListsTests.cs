using System.Net;
using System.Net.Http.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Accounts;

namespace FaceAuth.Signaling.Tests.Api;

/// <summary>What auditors read over HTTP, and a subject's templates.</summary>
public sealed class StaffListsTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task An_auditor_reads_the_audit_by_pages_and_filtered_without_names_and_addresses()
    {
        using var party = await _host.RelyingPartyAsync();
        using var auditor = await _host.StaffAsync("olga", AccountRole.Auditor);
        var subject = await _host.EnrollAsync(party, "ada");
        var session = await LiveSession.OpenAsync(_host, party, new { purpose = "verify", subject = "ada" });
        session.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NotSamePerson)));
        await session.EndAsync();
        (await party.DeleteAsync("/v1/subjects/ada")).EnsureSuccessStatusCode();

        var first = await auditor.JsonAsync($"/v1/audit?count=1&subjectId={subject}");
        var second = await auditor.JsonAsync($"/v1/audit?count=9&subjectId={subject}&after={first.GetProperty("next").GetString()}");

        Assert.Equal("subject.erased", first.GetProperty("entries")[0].GetProperty("action").GetString());
        var rejected = Assert.Single(second.GetProperty("entries").EnumerateArray());
        Assert.Equal(
            ("session.rejected", session.Id), (rejected.GetProperty("action").GetString(), rejected.GetProperty("sessionId").GetGuid()));
        Assert.Equal("not_same_person", rejected.GetProperty("decision").GetProperty("reasons")[0].GetString());
        Assert.Equal("verify", rejected.GetProperty("details").GetProperty("purpose").GetString());
        Assert.False(second.TryGetProperty("next", out _));
        var all = (await auditor.JsonAsync("/v1/audit?count=200")).GetRawText();
        foreach (var said in (string[])["\"ada\"", "\"olga\"", "origin", "127.0.0.1"])
            Assert.DoesNotContain(said, all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_frees_no_failed_attempts_of_an_admin()
    {
        using var operating = await _host.StaffAsync("olga", AccountRole.Operator);
        using var admin = await _host.StaffAsync("ada", AccountRole.Admin);
        using var user = await _host.UserAsync("eve");

        using var refused = await operating.PostAsJsonAsync("/v1/attempts/free", new { account = "ada" });
        using var freed = await operating.PostAsJsonAsync("/v1/attempts/free", new { account = "eve" });

        await refused.AssertProblemAsync(HttpStatusCode.Forbidden, "account_out_of_reach");
        Assert.Equal(HttpStatusCode.NoContent, freed.StatusCode);
    }

    [Theory]
    [InlineData("actor=")]
    [InlineData("subjectId=")]   // which would list everybody's
    [InlineData("from=&count=1")]
    [InlineData("actor=a%00b")]
    [InlineData("action=Session.Accepted")]
    [InlineData("action=nope")]
    [InlineData("action=session.nope")]
    [InlineData("sessionId=nobody")]
    [InlineData("from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z")]
    [InlineData("after=abc")]
    public async Task A_filter_that_is_none_lists_nothing(string filter)
    {
        using var auditor = await _host.StaffAsync("olga", AccountRole.Auditor);

        using var answer = await auditor.GetAsync($"/v1/audit?{filter}");

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
    }

    [Fact]
    public async Task An_auditor_sees_which_relying_parties_there_are_and_nobody_else_does()
    {
        using var shop = await _host.RelyingPartyAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(1));   // of one millisecond either may come first
        using var bank = await _host.RelyingPartyAsync("bank");
        using var user = await _host.UserAsync("eve");
        using var auditor = await _host.StaffAsync("olga", AccountRole.Auditor);

        var first = await auditor.JsonAsync("/v1/relying-parties?count=1");
        var second = await auditor.JsonAsync($"/v1/relying-parties?count=1&after={first.GetProperty("next").GetString()}");

        Assert.Equal("shop", first.GetProperty("relyingParties")[0].GetProperty("name").GetString());
        Assert.Equal(
            ("bank", 1), (second.GetProperty("relyingParties")[0].GetProperty("name").GetString(),
                second.GetProperty("relyingParties")[0].GetProperty("keys").GetInt32()));
        foreach (var path in (string[])["/v1/relying-parties", "/v1/audit"])
        {
            using var forbidden = await user.GetAsync(path);
            await forbidden.AssertProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [Fact]
    public async Task A_subjects_templates_are_its_owners_to_list()
    {
        using var shop = await _host.RelyingPartyAsync();
        using var bank = await _host.RelyingPartyAsync("bank");
        using var user = await _host.UserAsync("eve");
        await _host.EnrollAsync(shop, "ada");
        await _host.EnrollAsync(user, null);

        var own = await user.JsonAsync("/v1/subjects/me/templates");
        var shops = await shop.JsonAsync("/v1/subjects/ada/templates");
        using var foreign = await bank.GetAsync("/v1/subjects/ada/templates");

        foreach (var list in new[] { own, shops })
        {
            var template = Assert.Single(list.GetProperty("templates").EnumerateArray());
            Assert.Equal(
                ("embedder", "enrolled"), (template.GetProperty("model").GetString(), template.GetProperty("origin").GetString()));
            Assert.Equal(0.9, template.GetProperty("quality").GetDouble(), 3);
        }

        await foreign.AssertProblemAsync(HttpStatusCode.NotFound, "subject_unknown");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
