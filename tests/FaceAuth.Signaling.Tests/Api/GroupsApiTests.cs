using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.Tests.Api;

public sealed class GroupsApiTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task A_group_is_made_once_filled_listed_and_deleted()
    {
        using var party = await _host.RelyingPartyAsync();
        await _host.EnrollAsync(party, "ada");

        using var made = await party.PutAsync("/v1/groups/staff", null);
        using var again = await party.PutAsync("/v1/groups/staff", null);
        using var joined = await party.PutAsync("/v1/groups/staff/subjects/ada", null);
        var shown = await party.JsonAsync("/v1/groups/staff");
        var listed = await party.JsonAsync("/v1/groups");
        var members = await party.JsonAsync("/v1/groups/staff/subjects");
        using var left = await party.DeleteAsync("/v1/groups/staff/subjects/ada");
        using var leftAgain = await party.DeleteAsync("/v1/groups/staff/subjects/ada");
        using var deleted = await party.DeleteAsync("/v1/groups/staff");
        using var gone = await party.GetAsync("/v1/groups/staff");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (made.StatusCode, again.StatusCode));
        Assert.Equal("/v1/groups/staff", made.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.NoContent, joined.StatusCode);
        Assert.Equal(1, shown.GetProperty("members").GetInt32());
        Assert.Equal("staff", Assert.Single(listed.GetProperty("groups").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal("ada", Assert.Single(members.GetProperty("subjects").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (left.StatusCode, deleted.StatusCode));
        await leftAgain.AssertProblemAsync(HttpStatusCode.NotFound, "subject_unknown");
        await gone.AssertProblemAsync(HttpStatusCode.NotFound, "group_unknown");
        var entries = await _host.Audit.RecentAsync(null, 4, default);
        Assert.Equal(["group.deleted", "group.left", "group.joined", "group.made"], entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.Contains("staff", entry.Details!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_identify_searches_the_group_that_it_names_and_its_verdict_says_so()
    {
        using var party = await _host.RelyingPartyAsync();
        var ada = await _host.EnrollAsync(party, "ada");
        (await party.PutAsync("/v1/groups/staff", null)).EnsureSuccessStatusCode();
        (await party.PutAsync("/v1/groups/staff/subjects/ada", null)).EnsureSuccessStatusCode();

        var session = await LiveSession.OpenAsync(_host, party, new { purpose = "identify", group = "staff" });
        var asked = session.Run.Request;
        session.Run.Says(new AuthEvent.Decided(session.Accepted() with { SubjectId = ada }));
        var ended = await session.EndAsync();

        var shown = await party.JsonAsync($"/v1/sessions/{session.Id}");
        Assert.NotNull(asked.GroupId);
        Assert.Equal("staff", shown.GetProperty("group").GetString());
        var claims = JsonElement.Parse(Convert.FromBase64String(Padded(ended.Verdict!.Split('.')[1])));
        Assert.Equal(("staff", "ada"), (claims.GetProperty("group").GetString(), claims.GetProperty("sub").GetString()));
    }

    [Theory]
    [InlineData("identify", "nobody", HttpStatusCode.NotFound, "group_unknown")]
    [InlineData("identify", "a/b", HttpStatusCode.BadRequest, "bad_group")]
    [InlineData("identify", "", HttpStatusCode.BadRequest, "bad_group")]
    public async Task A_session_of_a_group_that_is_none_is_refused(string purpose, string group, HttpStatusCode status, string code)
    {
        using var party = await _host.RelyingPartyAsync();

        using var answer = await party.PostAsJsonAsync("/v1/sessions", new { purpose, group });

        await answer.AssertProblemAsync(status, code);
    }

    [Fact]
    public async Task Only_identify_takes_a_group()
    {
        using var party = await _host.RelyingPartyAsync();
        await _host.EnrollAsync(party, "ada");
        (await party.PutAsync("/v1/groups/staff", null)).EnsureSuccessStatusCode();

        using var answer = await party.PostAsJsonAsync("/v1/sessions", new { purpose = "verify", subject = "ada", group = "staff" });

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "group_not_allowed");
    }

    [Fact]
    public async Task Another_owners_group_does_not_exist()
    {
        using var party = await _host.RelyingPartyAsync();
        using var other = await _host.RelyingPartyAsync("other");
        (await party.PutAsync("/v1/groups/staff", null)).EnsureSuccessStatusCode();
        await _host.EnrollAsync(other, "bob");

        foreach (var (method, path) in new[]
        {
            ("GET", ""), ("DELETE", ""), ("GET", "/subjects"), ("PUT", "/subjects/bob"), ("DELETE", "/subjects/bob"),
        })
        {
            using var request = new HttpRequestMessage(new(method), "/v1/groups/staff" + path);
            using var answer = await other.SendAsync(request);
            await answer.AssertProblemAsync(HttpStatusCode.NotFound, "group_unknown");
        }

        using var session = await other.PostAsJsonAsync("/v1/sessions", new { purpose = "identify", group = "staff" });
        await session.AssertProblemAsync(HttpStatusCode.NotFound, "group_unknown");
        using var stranger = await party.PutAsync("/v1/groups/staff/subjects/bob", null);
        await stranger.AssertProblemAsync(HttpStatusCode.NotFound, "subject_unknown");
    }

    [Fact]
    public async Task A_signed_in_user_has_no_groups()
    {
        using var user = await _host.UserAsync();

        using var listed = await user.GetAsync("/v1/groups");
        using var made = await user.PutAsync("/v1/groups/staff", null);

        await listed.AssertProblemAsync(HttpStatusCode.Forbidden, "groups_need_key");
        await made.AssertProblemAsync(HttpStatusCode.Forbidden, "groups_need_key");
    }

    [Theory]
    [InlineData("/v1/groups?count=0")]
    [InlineData("/v1/groups?after=a%2Fb")]
    [InlineData("/v1/groups/staff/subjects?count=201")]
    public async Task A_page_that_cannot_be_is_a_bad_request(string path)
    {
        using var party = await _host.RelyingPartyAsync();
        (await party.PutAsync("/v1/groups/staff", null)).EnsureSuccessStatusCode();

        using var answer = await party.GetAsync(path);

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static string Padded(string base64Url) =>
        base64Url.Replace('-', '+').Replace('_', '/') + new string('=', (4 - base64Url.Length % 4) % 4);
}
