using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

using static FaceAuth.Signaling.Tests.Api.Legacy.LegacyCalls;

namespace FaceAuth.Signaling.Tests.Api.Legacy;

public sealed class LegacyFacesApiTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task Its_own_enrolment_test_gets_201_in_progress()
    {
        using var user = await _host.UserAsync("test@example.com");

        using var answer = await user.PostAsync("/api/core/enroll/start/", null);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var view = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("in_progress", view.GetProperty("status").GetString());
        Assert.Empty(_host.Pipeline.Runs);   // nothing is held for somebody who sends no picture
    }

    [Theory]
    [InlineData("/api/core/enroll/start/")]
    [InlineData("/api/core/enroll/frame/")]
    [InlineData("/api/core/enroll/complete/")]
    [InlineData("/api/core/auth/frame/")]
    public async Task Nobody_is_let_in_without_a_token(string path)
    {
        using var client = _host.CreateClient();

        using var answer = await client.PostAsync(path, null);

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Pictures_enrol_in_a_session_like_any_other()
    {
        using var user = await _host.UserAsync();
        (await user.PostAsync("/api/core/enroll/start/", null)).Dispose();

        var first = await FrameAsync(user, "enroll");
        var run = Assert.Single(_host.Pipeline.Runs);
        using var early = await user.PostAsync("/api/core/enroll/complete/", null);
        run.Says(new AuthEvent.Progress(0.4, new Dictionary<string, double> { ["liveness"] = 1, ["antispoof"] = 1 }));
        run.Says(new AuthEvent.Guidance(GuidanceCode.MoveCloser));
        var running = await UntilAsync(user, view => view.TryGetProperty("guidance", out _));
        run.Says(new AuthEvent.Decided(new(true, run.Request.SubjectId, [], Scores)));
        var last = await UntilAsync(user, view => view.GetProperty("status").GetString() != "in_progress");
        using var complete = await user.PostAsync("/api/core/enroll/complete/", null);

        Assert.Equal(("in_progress", "pending"), (Text(first, "status"), Text(first, "liveness")));
        await early.AssertProblemAsync(HttpStatusCode.Conflict, "enrollment_incomplete");
        Assert.Equal((40, "passed"), (running.GetProperty("progress").GetInt32(), Text(running, "liveness")));
        Assert.Equal("Come a little closer.", running.GetProperty("guidance").GetProperty("text").GetString());
        Assert.Equal(("completed", true), (Text(last, "status"), last.GetProperty("result").GetProperty("success").GetBoolean()));
        Assert.Equal(HttpStatusCode.OK, complete.StatusCode);
        Assert.Equal((SessionPurpose.Enroll, "passive"), (run.Request.Purpose, run.Request.Policy));
        var stored = (await _host.Sessions.FindAsync(last.GetProperty("session_id").GetGuid(), default))!;
        Assert.Equal((SessionState.Decided, "accepted"), (stored.State, stored.Outcome));
    }

    [Fact]
    public async Task A_failed_enrolment_is_never_complete()
    {
        using var user = await _host.UserAsync();
        (await user.PostAsync("/api/core/enroll/start/", null)).Dispose();
        await FrameAsync(user, "enroll");
        _host.Pipeline.Runs[0].Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NoSignOfLife)));

        var last = await UntilAsync(user, view => view.GetProperty("status").GetString() != "in_progress");
        using var complete = await user.PostAsync("/api/core/enroll/complete/", null);

        Assert.Equal(("failed", "failed"), (Text(last, "status"), Text(last, "liveness")));
        await complete.AssertProblemAsync(HttpStatusCode.Conflict, "enrollment_incomplete");
    }

    [Fact]
    public async Task An_authentication_begins_with_its_first_picture()
    {
        using var user = await _host.UserAsync();
        var subject = await _host.EnrollAsync(user, null);
        var before = await user.JsonAsync("/api/core/auth/status/");

        await FrameAsync(user, "auth");
        var run = _host.Pipeline.Runs[0];
        run.Says(new AuthEvent.Decided(new(true, subject, [], Scores)));
        var after = await StatusAsync(user);

        Assert.Equal(("none", false), (Text(before, "status"), before.GetProperty("authenticated").GetBoolean()));
        Assert.True(after.GetProperty("authenticated").GetBoolean());
        Assert.Equal(subject, run.Request.SubjectId);
        var verdict = new JsonWebToken(after.GetProperty("result").GetProperty("verdict").GetString());
        Assert.Equal(("pictures", "passive"), (verdict.GetClaim("via").Value, verdict.GetClaim("policy").Value));
        Assert.False(verdict.TryGetPayloadValue<object>("dtls", out _));
        var audited = await _host.Audit.RecentAsync(null, 10, default);
        Assert.Equal("session.accepted", audited[0].Action);
    }

    [Fact]
    public async Task What_was_on_its_way_at_the_end_begins_no_other_session()
    {
        using var user = await _host.UserAsync();
        await _host.EnrollAsync(user, null);
        var first = await FrameAsync(user, "auth");
        _host.Pipeline.Runs[0].Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NotSamePerson)));
        await StatusAsync(user);

        for (var i = 0; i < 20; i++)
        {
            _host.Clock.Advance(TimeSpan.FromMilliseconds(200));
            Assert.Equal("failed", Text(await FrameAsync(user, "auth"), "status"));
        }

        Assert.Single(_host.Pipeline.Runs);
        _host.Clock.Advance(TimeSpan.FromSeconds(3));
        var next = await FrameAsync(user, "auth");
        Assert.Equal(2, _host.Pipeline.Runs.Count);
        Assert.NotEqual(Text(first, "session_id"), Text(next, "session_id"));
    }

    [Fact]
    public async Task A_picture_counts_as_taken_when_it_came()
    {
        using var user = await _host.UserAsync();
        await _host.EnrollAsync(user, null);
        await FrameAsync(user, "auth");

        _host.Clock.Advance(TimeSpan.FromMilliseconds(230));
        await FrameAsync(user, "auth");

        Assert.Equal(0.230, _host.Pipeline.Runs[0].LastStep.TotalSeconds, 0.001);
    }

    [Fact]
    public async Task Attempts_are_counted_as_those_of_video()
    {
        await using var host = new HostApplication(("Attempts:Free", "2"));
        using var user = await host.UserAsync();
        await host.EnrollAsync(user, null);
        for (var i = 0; i < 2; i++)
        {
            await FrameAsync(user, "auth");
            host.Pipeline.Runs[i].Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NotSamePerson)));
            await StatusAsync(user);
            host.Clock.Advance(TimeSpan.FromSeconds(3));
        }

        using var third = await PostAsync(user, "auth", TestPictures.DataUrl(TestPictures.Jpeg()));

        await third.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
    }

    [Fact]
    public async Task Pictures_that_cannot_be_read_are_no_attempt()
    {
        await using var host = new HostApplication(("Attempts:Free", "2"));
        using var user = await host.UserAsync();
        for (var i = 0; i < 3; i++)
        {
            (await user.PostAsync("/api/core/enroll/start/", null)).Dispose();
            using var flawed = await PostAsync(user, "enroll", Unreadable);
            await flawed.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "not_a_picture");
            host.Clock.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.Empty(host.Pipeline.Runs);
        (await user.PostAsync("/api/core/enroll/start/", null)).Dispose();
        using (await PostAsync(user, "enroll", Unreadable)) host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("in_progress", Text(await FrameAsync(user, "enroll"), "status"));   // the same session, with a better picture
        Assert.Equal(1, Assert.Single(host.Pipeline.Runs).Pictures);
    }

    [Fact]
    public async Task Sessions_are_counted_as_those_of_video()
    {
        await using var host = new HostApplication(("RateLimits:SessionsPerUser", "2"));
        using var user = await host.UserAsync();
        (await user.PostAsync("/api/core/enroll/start/", null)).Dispose();
        await user.CreateSessionAsync(new { purpose = "enroll" });

        using var third = await user.PostAsync("/api/core/enroll/start/", null);

        await third.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_requests");
    }

    [Fact]
    public async Task A_busy_server_leaves_the_session_to_a_later_picture()
    {
        using var user = await _host.UserAsync();
        await _host.EnrollAsync(user, null);
        _host.Pipeline.Refusal = AuthRefusal.Busy;

        using var busy = await PostAsync(user, "auth", TestPictures.DataUrl(TestPictures.Jpeg()));
        _host.Pipeline.Refusal = null;
        await FrameAsync(user, "auth");

        await busy.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "busy");
        Assert.Equal(1, _host.Pipeline.Runs[0].Pictures);
    }

    [Fact]
    public async Task Consent_is_asked_for_here_as_well()
    {
        await using var host = new HostApplication(("Consent:Version", "2026-01"), ("Consent:Text", "You agree."));
        using var user = await host.UserAsync();

        using var without = await user.PostAsync("/api/core/enroll/start/", null);
        using var with = await user.PostAsJsonAsync("/api/core/enroll/start/", new { consent_version = "2026-01" });

        await without.AssertProblemAsync(HttpStatusCode.BadRequest, "consent_required");
        Assert.Equal(HttpStatusCode.Created, with.StatusCode);
    }

    [Theory]
    [InlineData("ada@example.com", HttpStatusCode.Created)]
    [InlineData("ADA@example.com", HttpStatusCode.Created)]
    [InlineData("", HttpStatusCode.Created)]
    [InlineData("bob@example.com", HttpStatusCode.Forbidden)]
    [InlineData("42", HttpStatusCode.Forbidden)]
    public async Task Nobody_enrols_under_another_name(string userId, HttpStatusCode status)
    {
        using var user = await _host.UserAsync("ada@example.com");

        using var answer = await user.PostAsJsonAsync("/api/core/enroll/start/", new { user_id = userId });

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_relying_party_names_its_subjects_and_each_has_a_session()
    {
        using var party = await _host.RelyingPartyAsync();
        foreach (var name in (string[])["anna", "bert"])
        {
            (await party.PostAsJsonAsync("/api/core/enroll/start/", new { user_id = name })).Dispose();
            using var answer = await party.PostAsJsonAsync(
                "/api/core/enroll/frame/", new { user_id = name, frame_data = TestPictures.DataUrl(TestPictures.Jpeg()) });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(2, _host.Pipeline.Runs.Select(run => run.Request.SubjectId).Distinct().Count());
    }

    [Fact]
    public async Task Another_start_lets_the_earlier_session_go()
    {
        using var user = await _host.UserAsync();
        (await user.PostAsync("/api/core/enroll/start/", null)).Dispose();
        var first = await FrameAsync(user, "enroll");

        (await user.PostAsync("/api/core/enroll/start/", null)).Dispose();

        var id = first.GetProperty("session_id").GetGuid();
        for (var waited = 0; (await _host.Sessions.FindAsync(id, default))!.Outcome != "left"; waited++)
        {
            Assert.InRange(waited, 0, 600);
            await Task.Delay(50);
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static AuthScores Scores => new(0.71, 0.42, 0.9, 2, 80, 12, TimeSpan.FromSeconds(4), ["detector", "embedder"]);

    async Task<JsonElement> UntilAsync(HttpClient client, Func<JsonElement, bool> isSo)
    {
        for (var waited = 0; ; waited++)
        {
            _host.Clock.Advance(TimeSpan.FromMilliseconds(100));
            var view = await FrameAsync(client, "enroll");
            if (isSo(view)) return view;
            Assert.InRange(waited, 0, 600);
            await Task.Delay(50);
        }
    }
}
