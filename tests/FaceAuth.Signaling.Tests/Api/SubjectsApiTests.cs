using System.Net;
using System.Text.Json;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.Tests.Api;

public sealed class SubjectsApiTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task Subjects_come_in_pages_each_of_them_once()
    {
        using var party = await _host.RelyingPartyAsync();
        foreach (var name in new[] { "cy", "ada", "bob" }) await _host.EnrollAsync(party, name);

        var first = await party.JsonAsync("/v1/subjects?count=2");
        var second = await party.JsonAsync($"/v1/subjects?count=2&after={first.GetProperty("next").GetString()}");

        string?[] Shown(JsonElement page) =>
            [.. page.GetProperty("subjects").EnumerateArray().Select(subject => subject.GetProperty("id").GetString())];
        Assert.Equal((2, 1), (Shown(first).Length, Shown(second).Length));
        Assert.Equal(["ada", "bob", "cy"], Shown(first).Concat(Shown(second)).Order());
        Assert.False(second.TryGetProperty("next", out _));
    }

    [Theory]
    [InlineData("count=0")]
    [InlineData("count=201")]
    [InlineData("count=x")]
    [InlineData("after=a%2Fb")]
    [InlineData("after=bob")]
    public async Task A_page_that_cannot_be_is_a_bad_request(string query)
    {
        using var party = await _host.RelyingPartyAsync();

        using var answer = await party.GetAsync($"/v1/subjects?{query}");

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
    }

    [Fact]
    public async Task A_subject_shows_whether_it_is_enrolled()
    {
        using var party = await _host.RelyingPartyAsync();
        await party.CreateSessionAsync(new { purpose = "enroll", subject = "begun" });
        await _host.EnrollAsync(party, "ada lovelace");

        var begun = await party.JsonAsync("/v1/subjects/begun");
        var ada = await party.JsonAsync("/v1/subjects/ada%20lovelace");

        Assert.False(begun.GetProperty("enrolled").GetBoolean());
        Assert.Equal((true, 1), (ada.GetProperty("enrolled").GetBoolean(), ada.GetProperty("templates").GetInt32()));
    }

    [Fact]
    public async Task Erasing_forgets_the_face_and_is_audited()
    {
        using var party = await _host.RelyingPartyAsync();
        var subject = await _host.EnrollAsync(party, "ada");

        using var erased = await party.DeleteAsync("/v1/subjects/ada");
        using var again = await party.DeleteAsync("/v1/subjects/ada");

        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        await again.AssertProblemAsync(HttpStatusCode.NotFound, "subject_unknown");
        var entry = (await _host.Audit.RecentAsync(null, 1, default))[0];
        Assert.Equal(("subject.erased", (Guid?)subject), (entry.Action, entry.SubjectId));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("identify")]
    public async Task Erasing_takes_the_verdicts_that_hold_the_name_and_leaves_what_was_decided(string purpose)
    {
        using var party = await _host.RelyingPartyAsync();
        var subject = await _host.EnrollAsync(party, "lovelace");
        object asked = purpose == "verify" ? new { purpose, subject = "lovelace" } : new { purpose };
        var session = await LiveSession.OpenAsync(_host, party, asked);
        session.Run.Says(new AuthEvent.Decided(session.Accepted() with { SubjectId = subject }));
        var before = await session.EndAsync();

        (await party.DeleteAsync("/v1/subjects/lovelace")).EnsureSuccessStatusCode();

        var shown = await party.JsonAsync($"/v1/sessions/{session.Id}");
        Assert.NotNull(before.Verdict);
        Assert.False(shown.TryGetProperty("verdict", out _) || shown.TryGetProperty("subject", out _));
        Assert.Equal("accepted", shown.GetProperty("outcome").GetString());
        Assert.Equal(0.71, shown.GetProperty("scores").GetProperty("similarity").GetDouble());
        var entry = (await _host.Audit.RecentAsync(null, 2, default))[1];
        Assert.Equal(("session.accepted", (Guid?)subject), (entry.Action, entry.SubjectId));
        Assert.DoesNotContain("lovelace", entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_owners_subject_does_not_exist()
    {
        using var party = await _host.RelyingPartyAsync();
        using var other = await _host.RelyingPartyAsync("other");
        await _host.EnrollAsync(party, "ada");

        using var shown = await other.GetAsync("/v1/subjects/ada");
        using var erased = await other.DeleteAsync("/v1/subjects/ada");

        await shown.AssertProblemAsync(HttpStatusCode.NotFound, "subject_unknown");
        await erased.AssertProblemAsync(HttpStatusCode.NotFound, "subject_unknown");
        Assert.True((await party.JsonAsync("/v1/subjects/ada")).GetProperty("enrolled").GetBoolean());
    }

    [Fact]
    public async Task A_user_is_me()
    {
        using var user = await _host.UserAsync();
        await _host.EnrollAsync(user, null);

        var shown = await user.JsonAsync("/v1/subjects/me");
        using var erased = await user.DeleteAsync("/v1/subjects/me");
        using var after = await user.GetAsync("/v1/subjects/me");

        Assert.True(shown.GetProperty("enrolled").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        await after.AssertProblemAsync(HttpStatusCode.NotFound, "subject_unknown");
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_name_that_no_path_can_hold_is_refused_since_its_subject_could_never_be_erased(string name)
    {
        using var party = await _host.RelyingPartyAsync();
        using var body = new StringContent(
            $$"""{"purpose":"enroll","subject":"{{name}}"}""", System.Text.Encoding.UTF8, "application/json");

        using var answer = await party.PostAsync("/v1/sessions", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty((await party.JsonAsync("/v1/subjects")).GetProperty("subjects").EnumerateArray());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
