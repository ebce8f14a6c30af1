using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Api;

public sealed class SessionsApiTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task A_new_session_comes_with_all_its_browser_needs()
    {
        using var party = await _host.RelyingPartyAsync();

        using var answer = await party.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = "ada", nonce = "nonce-1234" });
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>();

        var id = session.GetProperty("id").GetGuid();
        Assert.Equal($"/v1/sessions/{id}", answer.Headers.Location?.ToString());
        Assert.Equal(3, session.GetProperty("token").GetString()!.Split('.').Length);
        Assert.Equal(_host.Clock.GetUtcNow().AddMinutes(2), session.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.Equal("/hubs/signaling", session.GetProperty("hub").GetString());
        Assert.Equal("nonce-1234", session.GetProperty("nonce").GetString());
        Assert.Equal(0, session.GetProperty("iceServers").GetArrayLength());
    }

    [Fact]
    public async Task A_session_is_stored_as_asked_for()
    {
        using var party = await _host.RelyingPartyAsync();

        var session = await party.CreateSessionAsync(new { purpose = "enroll", subject = "ada", nonce = "nonce-1234", policy = "passive" });

        var stored = (await _host.Sessions.FindAsync(session.GetProperty("id").GetGuid(), default))!;
        Assert.Equal((SessionPurpose.Enroll, "nonce-1234", "passive", SessionState.Created),
            (stored.Purpose, stored.Nonce, stored.Policy, stored.State));
        Assert.StartsWith("rp:", stored.Owner, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_policy_goes_by_its_name()
    {
        using var party = await _host.RelyingPartyAsync();

        foreach (var policy in PolicyNames.All)
        {
            var session = await party.CreateSessionAsync(new { purpose = "enroll", subject = "ada", policy });
            Assert.Equal(policy, (await _host.Sessions.FindAsync(session.GetProperty("id").GetGuid(), default))!.Policy);
        }
    }

    [Fact]
    public async Task Nonce_and_policy_have_defaults()
    {
        using var party = await _host.RelyingPartyAsync();

        var first = await party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" });
        var second = await party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" });

        var stored = (await _host.Sessions.FindAsync(first.GetProperty("id").GetGuid(), default))!;
        Assert.Equal("standard", stored.Policy);
        Assert.Equal(24, first.GetProperty("nonce").GetString()!.Length);
        Assert.NotEqual(first.GetProperty("nonce").GetString(), second.GetProperty("nonce").GetString());
    }

    [Theory]
    [InlineData("""{"subject":"ada"}""", "bad_purpose")]
    [InlineData("""{"purpose":"Enroll","subject":"ada"}""", "bad_purpose")]
    [InlineData("""{"purpose":"1","subject":"ada"}""", "bad_purpose")]
    [InlineData("""{"purpose":"enroll"}""", "bad_subject")]
    [InlineData("""{"purpose":"enroll","subject":""}""", "bad_subject")]
    [InlineData("""{"purpose":"enroll","subject":"a/b"}""", "bad_subject")]
    [InlineData("""{"purpose":"enroll","subject":"a\u0007"}""", "bad_subject")]
    [InlineData("""{"purpose":"enroll","subject":"a\ud800"}""", "bad_request")]
    [InlineData("""{"purpose":"enroll","subject":"ada","polciy":"strict"}""", "bad_request")]
    [InlineData("""{"purpose":"enroll","subject":"ada","policy":"strict","policy":"passive"}""", "bad_request")]
    [InlineData("""{"purpose":"enroll","subject":"ada","policy":"strict","Policy":"passive"}""", "bad_request")]
    [InlineData("""{"purpose":"enroll","subject":"ada","policy":"strict","polic\u0079":"passive"}""", "bad_request")]
    [InlineData("""{"purpose":"identify","subject":"ada"}""", "bad_subject")]
    [InlineData("""{"purpose":"enroll","subject":"ada","nonce":"1234567"}""", "bad_nonce")]
    [InlineData("""{"purpose":"enroll","subject":"ada","nonce":"12 345678"}""", "bad_nonce")]
    [InlineData("""{"purpose":"enroll","subject":"ada","policy":"lax"}""", "unknown_policy")]
    public async Task What_makes_no_session_is_refused(string body, string code)
    {
        using var party = await _host.RelyingPartyAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await party.PostAsync("/v1/sessions", content);

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData(128, HttpStatusCode.Created)]
    [InlineData(129, HttpStatusCode.BadRequest)]
    public async Task Subject_and_nonce_are_bounded(int length, HttpStatusCode status)
    {
        using var party = await _host.RelyingPartyAsync();
        var text = new string('x', length);

        using var subject = await party.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = text });
        using var nonce = await party.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = "ada", nonce = text });

        Assert.Equal((status, status), (subject.StatusCode, nonce.StatusCode));
    }

    [Fact]
    public async Task Nobody_creates_a_session_unknown()
    {
        using var client = _host.CreateClient();

        using var answer = await client.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = "ada" });

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_wrong_key_creates_no_session()
    {
        using var client = _host.CreateClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", "fa_wrong");

        using var answer = await client.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = "ada" });

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "api_key_invalid");
    }

    [Fact]
    public async Task A_revoked_key_works_no_more()
    {
        using var party = await _host.RelyingPartyAsync();
        await _host.Services.GetRequiredService<IRelyingPartyStore>().RevokeAsync("shop", default);

        using var answer = await party.GetAsync("/v1/subjects");

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "api_key_invalid");
    }

    [Fact]
    public async Task A_key_may_come_in_the_authorization_header()
    {
        using var party = await _host.RelyingPartyAsync();
        var key = party.DefaultRequestHeaders.GetValues("X-Api-Key").Single();
        using var client = _host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("ApiKey", key);

        using var answer = await client.GetAsync("/v1/subjects");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_user_means_themself()
    {
        using var user = await _host.UserAsync();

        var session = await user.CreateSessionAsync(new { purpose = "enroll" });

        var stored = (await _host.Sessions.FindAsync(session.GetProperty("id").GetGuid(), default))!;
        var subjects = await user.JsonAsync("/v1/subjects");
        Assert.Equal(stored.Owner, "user:" + subjects.GetProperty("subjects")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_user_may_not_name_a_subject()
    {
        using var user = await _host.UserAsync();

        using var answer = await user.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = "bob" });

        await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "subject_not_allowed");
    }

    [Fact]
    public async Task A_user_may_not_search_for_people()
    {
        using var user = await _host.UserAsync();

        using var answer = await user.PostAsJsonAsync("/v1/sessions", new { purpose = "identify" });

        await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "identify_needs_key");
    }

    [Fact]
    public async Task A_relying_party_may()
    {
        using var party = await _host.RelyingPartyAsync();

        var session = await party.CreateSessionAsync(new { purpose = "identify" });

        Assert.Null((await _host.Sessions.FindAsync(session.GetProperty("id").GetGuid(), default))!.SubjectId);
    }

    [Fact]
    public async Task Verifying_needs_an_enrolment_first()
    {
        using var party = await _host.RelyingPartyAsync();
        using var user = await _host.UserAsync();
        await party.CreateSessionAsync(new { purpose = "enroll", subject = "begun" });

        using var unknown = await party.PostAsJsonAsync("/v1/sessions", new { purpose = "verify", subject = "ada" });
        using var begun = await party.PostAsJsonAsync("/v1/sessions", new { purpose = "verify", subject = "begun" });
        using var self = await user.PostAsJsonAsync("/v1/sessions", new { purpose = "verify" });

        await unknown.AssertProblemAsync(HttpStatusCode.Conflict, "not_enrolled");
        await begun.AssertProblemAsync(HttpStatusCode.Conflict, "not_enrolled");
        await self.AssertProblemAsync(HttpStatusCode.Conflict, "not_enrolled");
    }

    [Fact]
    public async Task An_enrolled_subject_can_verify()
    {
        using var party = await _host.RelyingPartyAsync();
        var subject = await _host.EnrollAsync(party, "ada");

        var session = await party.CreateSessionAsync(new { purpose = "verify", subject = "ada" });

        Assert.Equal(subject, (await _host.Sessions.FindAsync(session.GetProperty("id").GetGuid(), default))!.SubjectId);
    }

    [Fact]
    public async Task A_stolen_password_adds_no_second_face()
    {
        using var user = await _host.UserAsync();
        await _host.EnrollAsync(user, null);

        using var answer = await user.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll" });

        await answer.AssertProblemAsync(HttpStatusCode.Conflict, "already_enrolled");
    }

    [Fact]
    public async Task Without_models_no_session_is_created()
    {
        using var party = await _host.RelyingPartyAsync();
        _host.Pipeline.Readiness = new(false, "detector.onnx is missing: run faceauth models pull.", "permissive", []);

        using var answer = await party.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = "ada" });

        await answer.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "not_ready");
    }

    [Fact]
    public async Task A_session_shows_how_far_it_is()
    {
        using var party = await _host.RelyingPartyAsync();
        var id = (await party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" })).GetProperty("id").GetGuid();

        var shown = await party.JsonAsync($"/v1/sessions/{id}");

        Assert.Equal(("enroll", "ada", "created"), (shown.GetProperty("purpose").GetString(),
            shown.GetProperty("subject").GetString(), shown.GetProperty("state").GetString()));
        Assert.False(shown.TryGetProperty("verdict", out _));
        Assert.Equal(0, shown.GetProperty("reasons").GetArrayLength());
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(AccountRole.User, false)]
    [InlineData(AccountRole.Auditor, true)]
    [InlineData(AccountRole.Admin, true)]
    public async Task Scores_are_for_relying_parties_and_for_the_staffs_own_sessions(AccountRole? role, bool areSeen)
    {
        using var client = role is null ? await _host.RelyingPartyAsync() : await _host.StaffAsync("ada", role.Value);
        var session = await client.CreateSessionAsync(new { purpose = "enroll", subject = role is null ? "ada" : null });
        var id = session.GetProperty("id").GetGuid();
        await _host.Sessions.TryEndAsync(id, new(
            SessionState.Decided, "rejected", [Wire.Name(ReasonCode.SpoofSuspected)], "a.b.c",
            """{"liveScore":0.2,"blinks":0,"framesAnalysed":9,"framesCounted":3,"durationMs":900,"models":["embedder"]}""", default),
            default);

        var shown = await client.JsonAsync($"/v1/sessions/{id}");

        Assert.Equal(("rejected", "a.b.c"), (shown.GetProperty("outcome").GetString(), shown.GetProperty("verdict").GetString()));
        Assert.Equal(["spoof_suspected"], shown.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));
        Assert.Equal(areSeen, shown.TryGetProperty("scores", out _));
        Assert.False(role is not null && shown.TryGetProperty("timeline", out _));
    }

    [Fact]
    public async Task Another_owners_session_does_not_exist()
    {
        using var party = await _host.RelyingPartyAsync();
        using var other = await _host.RelyingPartyAsync("other");
        var id = (await party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" })).GetProperty("id").GetGuid();

        using var shown = await other.GetAsync($"/v1/sessions/{id}");
        using var ended = await other.DeleteAsync($"/v1/sessions/{id}");
        using var staff = await _host.StaffAsync("ada", AccountRole.Admin);
        using var shownToStaff = await staff.GetAsync($"/v1/sessions/{id}");

        await shown.AssertProblemAsync(HttpStatusCode.NotFound, "session_unknown");
        await shownToStaff.AssertProblemAsync(HttpStatusCode.NotFound, "session_unknown");
        await ended.AssertProblemAsync(HttpStatusCode.NotFound, "session_unknown");
        Assert.Equal(SessionState.Created, (await _host.Sessions.FindAsync(id, default))!.State);
    }

    [Fact]
    public async Task A_session_can_be_cancelled_once()
    {
        using var party = await _host.RelyingPartyAsync();
        var id = (await party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" })).GetProperty("id").GetGuid();

        using var first = await party.DeleteAsync($"/v1/sessions/{id}");
        using var second = await party.DeleteAsync($"/v1/sessions/{id}");

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        await second.AssertProblemAsync(HttpStatusCode.Conflict, "session_ended");
        Assert.Equal("cancelled", (await _host.Sessions.FindAsync(id, default))!.Outcome);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
