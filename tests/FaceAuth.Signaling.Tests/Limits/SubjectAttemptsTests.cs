using System.Net;
using System.Net.Http.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Limits;

public sealed class SubjectAttemptsTests : IAsyncLifetime
{
    static readonly object Verify = new { purpose = "verify", subject = "ada" };
    static readonly object Passive = new { purpose = "verify", subject = "ada", policy = "passive" };

    readonly HostApplication _host = new(("Attempts:Free", "3"));
    HttpClient _party = null!;

    [Fact]
    public async Task A_subject_that_was_tried_too_often_in_vain_must_wait_and_others_need_not()
    {
        await _host.EnrollAsync(_party, "bob");
        for (var i = 0; i < 3; i++) await LeaveAsync();

        using var answer = await _party.PostAsJsonAsync("/v1/sessions", Verify);
        await _party.CreateSessionAsync(new { purpose = "verify", subject = "bob" });
        _host.Clock.Advance(TimeSpan.FromSeconds(30));

        await answer.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        await LeaveAsync();
    }

    [Fact]
    public async Task Sessions_made_beforehand_are_no_way_around_it_and_their_tokens_stay_good()
    {
        var id = (await _party.CreateSessionAsync(Verify)).GetProperty("id").GetGuid();
        for (var i = 0; i < 3; i++) await LeaveAsync();

        var code = await LiveSession.OfferAsync(_host, id);

        Assert.Equal("too_many_attempts", code);
        Assert.Equal(SessionState.Created, (await _host.Sessions.FindAsync(id, default))!.State);
    }

    [Fact]
    public async Task A_rejection_counts_and_an_acceptance_clears_what_was_counted()
    {
        for (var i = 0; i < 2; i++)
        {
            var session = await LiveSession.OpenAsync(_host, _party, Verify);
            session.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.ChallengeFailed)));
            await session.EndAsync();
        }

        var accepted = await LiveSession.OpenAsync(_host, _party, Verify);
        accepted.Run.Says(new AuthEvent.Decided(accepted.Accepted()));
        await accepted.EndAsync();

        for (var i = 0; i < 3; i++) await LeaveAsync();
        using var answer = await _party.PostAsJsonAsync("/v1/sessions", Verify);
        await answer.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
    }

    [Fact]
    public async Task Success_under_a_milder_policy_clears_no_failure_under_a_stricter_one()
    {
        for (var i = 0; i < 2; i++) await LeaveAsync();

        await AcceptedAsync(Passive);
        await AcceptedAsync(Passive);
        await LeaveAsync();

        using var standard = await _party.PostAsJsonAsync("/v1/sessions", Verify);
        await standard.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        await AcceptedAsync(Passive);
    }

    [Fact]
    public async Task Failures_under_a_stricter_policy_count_for_the_milder_ones_too()
    {
        for (var i = 0; i < 3; i++) await LeaveAsync();

        using var answer = await _party.PostAsJsonAsync("/v1/sessions", Passive);

        await answer.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
    }

    [Fact]
    public async Task A_session_that_the_server_ended_as_it_stopped_is_no_attempt()
    {
        for (var i = 0; i < 4; i++)
        {
            var session = await LiveSession.OpenAsync(_host, _party, Verify);
            _host.Services.GetRequiredService<SessionRegistry>().TryStop(session.Id, EndRefusals.ServerStopped);
            await session.EndAsync();
        }

        for (var i = 0; i < 3; i++) await LeaveAsync();
        using var answer = await _party.PostAsJsonAsync("/v1/sessions", Verify);

        await answer.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
    }

    [Fact]
    public async Task An_offer_that_is_not_answered_is_no_attempt()
    {
        _host.Media.Refusal = PeerRefusal.NoVideo;
        for (var i = 0; i < 4; i++)
            await LiveSession.OfferAsync(_host, (await _party.CreateSessionAsync(Verify)).GetProperty("id").GetGuid());
        _host.Media.Refusal = null;

        await LeaveAsync();
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

    async Task AcceptedAsync(object request)
    {
        var session = await LiveSession.OpenAsync(_host, _party, request);
        session.Run.Says(new AuthEvent.Decided(session.Accepted()));
        await session.EndAsync();
    }

    // sees which challenge is put, and goes
    async Task LeaveAsync()
    {
        var session = await LiveSession.OpenAsync(_host, _party, Verify);
        session.Peer.Happens(new PeerEvent.Ended(PeerEnd.ClosedByPeer));
        await session.EndAsync();
    }
}
