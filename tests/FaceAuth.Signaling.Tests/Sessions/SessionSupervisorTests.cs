using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Tests.Sessions;

public sealed class SessionSupervisorTests : IAsyncLifetime
{
    readonly HostApplication _host = new();
    HttpClient _party = null!;

    [Fact]
    public async Task An_acceptance_is_stored_audited_and_sent_before_the_connection_closes()
    {
        ClientOrigin.Take(new DefaultHttpContext { Request = { Headers = { UserAgent = "test-browser/1" } } });   // as the hub does
        var session = await OpenAsync();
        await session.OpenChannelAsync();

        session.Run.Says(new AuthEvent.Decided(session.Accepted()));

        var (last, stored) = await session.LastAsync();
        Assert.Equal(("result", true, stored.Verdict),
            (last.GetProperty("type").GetString(), last.GetProperty("accepted").GetBoolean(), last.GetProperty("verdict").GetString()));
        Assert.Equal((SessionState.Decided, "accepted"), (stored.State, stored.Outcome));
        Assert.Equal(TimeSpan.FromSeconds(10), session.Peer.Linger);
        var entry = (await _host.Audit.RecentAsync(null, 1, default, withOrigins: true))[0];
        Assert.Equal("accepted", entry.Decision!.Outcome);
        Assert.StartsWith("standard@", entry.Decision.Thresholds, StringComparison.Ordinal);
        Assert.Equal(new AuditOrigin(null, "test-browser/1"), entry.Origin);   // of the request that brought the offer
        Assert.Equal(("session.accepted", (Guid?)session.Id, stored.SubjectId), (entry.Action, entry.SessionId, entry.SubjectId));
        Assert.Contains("\"similarity\":0.71", entry.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_an_acceptance_added_is_audited_by_itself()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();

        session.Run.Says(new AuthEvent.Decided(session.Accepted() with { Adapted = true }));

        var (_, stored) = await session.LastAsync();
        var entries = await _host.Audit.RecentAsync(null, 2, default);
        Assert.Equal(["template.adapted", "session.accepted"], entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.Equal(((Guid?)session.Id, stored.SubjectId), (entry.SessionId, entry.SubjectId)));
    }

    [Fact]
    public async Task A_rejection_names_its_reasons_and_no_score()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();

        session.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.SpoofSuspected, ReasonCode.NoSignOfLife)));

        var (last, stored) = await session.LastAsync();
        Assert.Equal("rejected", stored.Outcome);
        Assert.Equal(["spoof_suspected", "no_sign_of_life"], stored.Reasons!);
        var reasons = last.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString());
        Assert.Equal(["spoof_suspected", "no_sign_of_life"], reasons);
        Assert.Equal(["type", "accepted", "reasons", "verdict"], last.EnumerateObject().Select(property => property.Name));
        Assert.Contains("\"framesAnalysed\":80", stored.ScoresJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signals_of_injected_video_are_for_the_relying_party_and_the_audit_log_alone()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();

        session.Run.Says(new AuthEvent.Decided(session.Accepted() with
        {
            Signals = [new(SignalKind.Pacing, SignalState.Raised), new(SignalKind.CameraProbe, SignalState.Unknown)],
        }));

        var (last, stored) = await session.LastAsync();
        const string Told = "\"signals\":{\"pacing\":\"raised\",\"camera_probe\":\"unknown\"}";
        Assert.Contains(Told, stored.ScoresJson, StringComparison.Ordinal);
        Assert.Contains(Told, (await _host.Audit.RecentAsync(null, 1, default))[0].Details, StringComparison.Ordinal);
        Assert.DoesNotContain("pacing", last.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("pacing", Base64UrlEncoder.Decode(stored.Verdict!.Split('.')[1]), StringComparison.Ordinal);
        var scores = (await _party.JsonAsync($"/v1/sessions/{session.Id}")).GetProperty("scores");
        Assert.Equal("raised", scores.GetProperty("signals").GetProperty("pacing").GetString());
    }

    [Theory]
    [InlineData(PeerEnd.ConsentExpired, "lost")]
    [InlineData(PeerEnd.ClosedByPeer, "left")]
    [InlineData(PeerEnd.NeverConnected, "never_connected")]
    [InlineData(PeerEnd.HandshakeFailed, "handshake_failed")]
    [InlineData(PeerEnd.FingerprintMismatch, "fingerprint_mismatch")]
    [InlineData(PeerEnd.MessageTooLarge, "bad_message")]
    [InlineData(PeerEnd.Overrun, "bad_message")]
    [InlineData(PeerEnd.NotDecodable, "video_not_decodable")]
    [InlineData(PeerEnd.InternalError, "internal_error")]
    public async Task A_connection_that_ends_first_leaves_no_decision(PeerEnd end, string outcome)
    {
        var session = await OpenAsync();

        session.Peer.Happens(new PeerEvent.Ended(end));

        var stored = await session.EndAsync();
        Assert.Equal((SessionState.Ended, outcome, null), (stored.State, stored.Outcome, stored.Verdict));
    }

    [Fact]
    public async Task What_was_decided_just_before_the_connection_went_still_counts()
    {
        var session = await OpenAsync();
        session.Run.LateDecision = session.Accepted();

        session.Peer.Happens(new PeerEvent.Ended(PeerEnd.ConsentExpired));

        Assert.Equal("accepted", (await session.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_decision_needs_no_open_channel_to_be_stored()
    {
        var session = await OpenAsync();

        session.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NoVideo)));

        var stored = await session.EndAsync();
        Assert.Equal("rejected", stored.Outcome);
        Assert.Equal(TimeSpan.Zero, session.Peer.Linger);
    }

    [Fact]
    public async Task Time_runs_out_2_minutes_after_the_offer()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();
        var registry = _host.Services.GetRequiredService<SessionRegistry>();
        registry.StopOverdue(_host.Clock.GetElapsedTime(0) + TimeSpan.FromSeconds(119.9));
        session.Run.Says(new AuthEvent.Guidance(GuidanceCode.NoFace));
        Assert.Equal("no_face", (await session.NextAsync()).GetProperty("code").GetString());

        _host.Clock.Advance(TimeSpan.FromMinutes(2));

        var (last, stored) = await session.LastAsync();
        Assert.Equal(("timed_out", "timed_out"), (stored.Outcome, last.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task An_error_below_ends_one_session_and_no_other()
    {
        var (broken, healthy) = (await OpenAsync(), await OpenAsync());
        await broken.OpenChannelAsync();
        await healthy.OpenChannelAsync();

        broken.Run.Breaks(new InvalidOperationException("a model fell over"));

        var (last, stored) = await broken.LastAsync();
        Assert.Equal(("internal_error", "internal_error"), (stored.Outcome, last.GetProperty("code").GetString()));
        Assert.Contains(_host.Log.All, line => line.Contains("a model fell over", StringComparison.Ordinal));
        healthy.Run.Says(new AuthEvent.Decided(healthy.Accepted()));
        Assert.Equal("accepted", (await healthy.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_feed_that_ends_without_a_word_is_an_error()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());

        first.Run.Breaks();
        second.Peer.Breaks();

        Assert.Equal("internal_error", (await first.EndAsync()).Outcome);
        Assert.Equal("internal_error", (await second.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_close_that_fails_still_disposes_everything()
    {
        var session = await OpenAsync();
        session.Peer.CloseFault = new InvalidOperationException("the socket is gone");

        session.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.TimedOut)));

        Assert.Equal("rejected", (await session.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_result_that_cannot_be_sent_is_kept_for_the_owner()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();
        session.Peer.TakesMessages = false;

        session.Run.Says(new AuthEvent.Decided(session.Accepted()));

        Assert.NotNull((await session.EndAsync()).Verdict);
        Assert.Contains(_host.Log.All, line => line.Contains("could not be sent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancelling_ends_a_live_session()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();

        using var answer = await _party.DeleteAsync($"/v1/sessions/{session.Id}");

        var (last, stored) = await session.LastAsync();
        Assert.Equal(("cancelled", "cancelled"), (stored.Outcome, last.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_decision_after_the_cancellation_gives_no_verdict()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();
        await _host.Sessions.TryEndAsync(session.Id, new(SessionState.Ended, "cancelled", [], null, null, default), default);

        session.Run.Says(new AuthEvent.Decided(session.Accepted()));

        var (last, stored) = await session.LastAsync();
        Assert.Equal(("error", "cancelled", null), (last.GetProperty("type").GetString(), stored.Outcome, stored.Verdict));
    }

    [Fact]
    public async Task Erasing_a_subject_ends_its_live_sessions()
    {
        var session = await OpenAsync();

        using var answer = await _party.DeleteAsync("/v1/subjects/ada");

        Assert.Equal("cancelled", (await session.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_decision_about_an_erased_subject_gives_no_verdict()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();
        await _host.Services.GetRequiredService<ISubjectStore>().EraseAsync(session.Run.Request.SubjectId!.Value, default);

        session.Run.Says(new AuthEvent.Decided(session.Accepted()));

        var (last, stored) = await session.LastAsync();
        Assert.Equal(("error", "session_ended", null), (last.GetProperty("type").GetString(), stored.Outcome, stored.Verdict));
    }

    public async ValueTask InitializeAsync() => _party = await _host.RelyingPartyAsync();

    public async ValueTask DisposeAsync()
    {
        _party.Dispose();
        await _host.DisposeAsync();
    }

    Task<LiveSession> OpenAsync() => LiveSession.OpenAsync(_host, _party, new { purpose = "enroll", subject = "ada" });
}
