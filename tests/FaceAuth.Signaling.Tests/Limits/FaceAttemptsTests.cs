using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Testing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Limits;

/// <summary>What is counted, what a refusal says, and who ends it.</summary>
public sealed class FaceAttemptsTests : IAsyncLifetime
{
    const string OperatorKey = "an operator's key of some length";
    const string OtherWay = "sign in another way, with a password or a passkey, or ask the operator.";

    static readonly object Verify = new { purpose = "verify", subject = "ada" };
    static readonly object Identify = new { purpose = "identify" };
    static readonly object Enroll = new { purpose = "enroll" };
    static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    readonly HostApplication _host = new(
        ("Attempts:Free", "2"), ("Attempts:Most", "4"), ("Attempts:FreePerAddress", "3"), ("Attempts:FreePerRelyingParty", "5"),
        ("Signaling:MaxSessionsPerAddress", "1"), ("Signaling:MaxSessionsPerRelyingParty", "2"), ("Operator:Key", OperatorKey));

    HttpClient _party = null!;

    [Fact]
    public async Task A_refusal_says_how_long_to_wait_and_names_the_other_way_in()
    {
        await FailAsync(_party, Verify, 2);
        _host.Clock.Advance(TimeSpan.FromSeconds(7.5));

        using var answer = await _party.PostAsJsonAsync("/v1/sessions", Verify);

        await answer.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        Assert.Equal(TimeSpan.FromSeconds(23), answer.Headers.RetryAfter!.Delta);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(23, problem.GetProperty("retryAfter").GetInt32());
        Assert.Equal(
            "There were 2 failed attempts in a row. Wait 23 s, then start again; or know the person in another way, and end the wait "
            + "with POST /v1/subjects/{id}/free.",
            problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task On_the_hub_the_refusal_says_the_same_and_the_token_stays_good()
    {
        var token = (await _party.CreateSessionAsync(Verify)).GetProperty("token").GetString()!;
        await FailAsync(_party, Verify, 2);
        await using var hub = _host.Hub(token);
        await hub.StartAsync();

        var refused = await Assert.ThrowsAsync<HubException>(OfferAsync);
        _host.Clock.Advance(Wait);
        await OfferAsync();

        Assert.Contains("too_many_attempts: There were 2 failed attempts in a row. Wait 30 s,", refused.Message, StringComparison.Ordinal);
        Assert.Contains(OtherWay, refused.Message, StringComparison.Ordinal);

        Task OfferAsync() => hub.InvokeAsync<object>("Offer", new { sdp = "v=0\r\noffer\r\n" });
    }

    [Fact]
    public async Task A_face_that_failed_too_often_is_switched_off_until_its_service_frees_it()
    {
        await FailAsync(_party, Verify, 4);
        _host.Clock.Advance(TimeSpan.FromDays(1));
        await AssertRefusedAsync(_party, Verify, HttpStatusCode.Forbidden, "face_disabled");
        using var other = await _host.RelyingPartyAsync("another");
        await _host.EnrollAsync(other, "ada");
        using (var foreign = await other.PostAsync("/v1/subjects/ada/free", null))
            Assert.Equal(HttpStatusCode.NoContent, foreign.StatusCode);   // its own "ada", of whom nothing is counted
        await AssertRefusedAsync(_party, Verify, HttpStatusCode.Forbidden, "face_disabled");

        using var freed = await _party.PostAsync("/v1/subjects/ada/free", null);
        using var unknown = await _party.PostAsync("/v1/subjects/bob/free", null);

        Assert.Equal(HttpStatusCode.NoContent, freed.StatusCode);
        await unknown.AssertProblemAsync(HttpStatusCode.NotFound, "subject_unknown");
        await FailAsync(_party, Verify, 2);
        Assert.Equal(["slowed", "disabled", "freed", "slowed"], await AuditedAsync());
    }

    [Fact]
    public async Task A_bad_service_counts_against_its_own_subjects_alone()
    {
        using var bad = await _host.RelyingPartyAsync("bad");
        await _host.EnrollAsync(bad, "ada");

        await FailAsync(bad, Verify, 4);

        await AssertRefusedAsync(bad, Verify, HttpStatusCode.Forbidden, "face_disabled");
        await FailAsync(_party, Verify, 2);
    }

    [Theory]
    [InlineData("""{"account":"eve"}""", 204, true)]
    [InlineData("""{"account":"nobody"}""", 404, false)]
    [InlineData("""{"relyingParty":"shop","subject":"ada"}""", 204, false)]
    [InlineData("""{"relyingParty":"shop","subject":"eve"}""", 404, false)]
    [InlineData("""{"relyingParty":"shop"}""", 400, false)]
    [InlineData("""{"account":"eve","subject":"ada"}""", 400, false)]
    [InlineData("""{"acount":"eve"}""", 400, false)]
    public async Task The_operator_frees_an_account_or_a_services_subject_and_a_password_frees_nobody(
        string body, int status, bool isFreed)
    {
        using var user = await _host.UserAsync("eve");
        await _host.EnrollAsync(user, null);
        await FailAsync(user, new { purpose = "verify" }, 4);
        using (var own = await user.PostAsync("/v1/subjects/me/free", null))
            await own.AssertProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        using (var login = await user.PostAsJsonAsync("/v1/auth/login", new { userName = "eve", password = "correct horse battery" }))
            Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        await AssertRefusedAsync(user, new { purpose = "verify" }, HttpStatusCode.Forbidden, "face_disabled");
        using var client = _host.CreateClient();
        client.DefaultRequestHeaders.Add("X-Operator-Key", OperatorKey);

        using var answer = await client.PostAsync(
            "/v1/attempts/free", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 404)
            await answer.AssertProblemAsync(
                HttpStatusCode.NotFound, body.Contains("account", StringComparison.Ordinal) ? "account_unknown" : "subject_unknown");
        using var again = await user.PostAsJsonAsync("/v1/sessions", new { purpose = "verify" });
        Assert.Equal(isFreed ? HttpStatusCode.Created : HttpStatusCode.Forbidden, again.StatusCode);
    }

    [Fact]
    public async Task A_command_frees_an_account_or_a_services_subject()
    {
        using var user = await _host.UserAsync("eve");
        await _host.EnrollAsync(user, null);
        await FailAsync(user, new { purpose = "verify" }, 4);
        await FailAsync(_party, Verify, 4);

        var account = await FreeAsync("eve");
        var subject = await FreeAsync("ada", "--service", "shop");
        var unknown = await FreeAsync("ada");

        Assert.Equal((0, 0, 1), (account.Code, subject.Code, unknown.Code));
        Assert.Contains("may be tried again", account.Error, StringComparison.Ordinal);
        Assert.Contains("no account of that name", unknown.Error, StringComparison.Ordinal);
        await FailAsync(user, new { purpose = "verify" }, 1);
        await FailAsync(_party, Verify, 1);

        Task<(int Code, string Output, string Error)> FreeAsync(params string[] of) =>
            CommandProcess.RunAsync(["accounts", "free", .. of, "--Store:Directory", _host.Folder]);
    }

    [Fact]
    public async Task Enrolling_is_counted_and_erasing_the_face_forgets_nothing_of_the_account()
    {
        using var user = await _host.UserAsync("eve");
        await FailAsync(user, Enroll, 1);
        using (var erased = await user.DeleteAsync("/v1/subjects/me")) Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        await FailAsync(user, Enroll, 1);
        using (var erased = await user.DeleteAsync("/v1/subjects/me")) Assert.Equal(HttpStatusCode.OK, erased.StatusCode);

        await AssertRefusedAsync(user, Enroll, HttpStatusCode.TooManyRequests, "too_many_attempts");
    }

    [Fact]
    public async Task An_enrolment_that_succeeds_clears_no_failure_to_verify()
    {
        await FailAsync(_party, Verify, 2);

        await AcceptAsync(new { purpose = "enroll", subject = "ada", policy = "strict" });

        await AssertRefusedAsync(_party, Verify, HttpStatusCode.TooManyRequests, "too_many_attempts");
    }

    [Fact]
    public async Task To_identify_is_counted_for_the_service_which_is_slowed_down_and_never_shut()
    {
        await FailAsync(_party, Identify, 5);
        for (var i = 0; i < 8; i++)
        {
            using var refused = await _party.PostAsJsonAsync("/v1/sessions", Identify);
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
            await FailAsync(_party, Identify, 1);
        }
    }

    [Fact]
    public async Task An_address_is_counted_over_all_that_it_tries_and_slowed_down()
    {
        string[] names = ["bob", "cid", "dan", "eli"];
        foreach (var name in names) await _host.EnrollAsync(_party, name);
        foreach (var name in names[..3]) Assert.Null(await FailFromAsync(name, "192.0.2.1"));

        Assert.Equal("too_many_attempts", await FailFromAsync("eli", "192.0.2.1"));
        Assert.Null(await FailFromAsync("eli", "192.0.2.2"));
        _host.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await FailFromAsync("eli", "192.0.2.1"));
        Assert.Contains("slowed", await AuditedAsync());
    }

    [Fact]
    public async Task An_offer_with_a_token_that_was_used_counts_as_no_attempt()
    {
        var session = await LiveSession.OpenAsync(_host, _party, Verify);
        for (var i = 0; i < 5; i++) Assert.Equal("session_used", await LiveSession.OfferAsync(_host, session.Id));
        session.Peer.Happens(new PeerEvent.Ended(PeerEnd.ClosedByPeer));
        await session.EndAsync();

        await FailAsync(_party, Verify, 1);
        await AssertRefusedAsync(_party, Verify, HttpStatusCode.TooManyRequests, "too_many_attempts");
    }

    public async ValueTask InitializeAsync()
    {
        _party = await _host.RelyingPartyAsync();
        await _host.EnrollAsync(_party, "ada");
    }

    public async ValueTask DisposeAsync()
    {
        _party.Dispose();
        await _host.DisposeAsync();
    }

    /// <summary>Fails so often, and waits before each as long as it must.</summary>
    async Task FailAsync(HttpClient caller, object request, int times)
    {
        for (var i = 0; i < times; i++)
        {
            if (i >= 2) _host.Clock.Advance(Wait);
            var session = await LiveSession.OpenAsync(_host, caller, request);
            session.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NotSamePerson)));
            await session.EndAsync();
            await GivenBackAsync();
        }
    }

    async Task<string?> FailFromAsync(string name, string address)
    {
        var id = (await _party.CreateSessionAsync(new { purpose = "verify", subject = name })).GetProperty("id").GetGuid();
        if (await LiveSession.OfferAsync(_host, id, address) is { } refused) return refused;
        _host.Media.Peers[^1].Happens(new PeerEvent.Ended(PeerEnd.ClosedByPeer));
        await GivenBackAsync();
        return null;
    }

    async Task AcceptAsync(object request)
    {
        var session = await LiveSession.OpenAsync(_host, _party, request);
        session.Run.Says(new AuthEvent.Decided(session.Accepted()));
        await session.EndAsync();
        await GivenBackAsync();
    }

    /// <summary>A session's seat is given back, and its walls are audited, just after its peer is disposed.</summary>
    async Task GivenBackAsync()
    {
        var registry = _host.Services.GetRequiredService<SessionRegistry>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (registry.Count > 0) await Task.Delay(5, limit.Token);
    }

    static async Task AssertRefusedAsync(HttpClient caller, object request, HttpStatusCode status, string code)
    {
        using var answer = await caller.PostAsJsonAsync("/v1/sessions", request);
        await answer.AssertProblemAsync(status, code);
    }

    /// <summary>What the audit says of attempts, the oldest first.</summary>
    async Task<List<string>> AuditedAsync() =>
        [.. (await _host.Audit.RecentAsync(null, 1000, default)).Reverse()
            .Where(entry => entry.Action.StartsWith("attempts.", StringComparison.Ordinal))
            .Select(entry => entry.Action["attempts.".Length..])];
}
