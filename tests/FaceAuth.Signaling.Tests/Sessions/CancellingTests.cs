using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Sessions;

/// <summary>What was cancelled or erased ends, at whatever moment that comes: it would go on to store a face.</summary>
public sealed class CancellingTests : IAsyncLifetime
{
    readonly HostApplication _host = new();
    HttpClient _party = null!;

    [Fact]
    public async Task A_session_that_is_cancelled_while_its_offer_is_answered_ends()
    {
        _host.Media.WhileAccepting = async () =>
        {
            using var cancelled = await _party.DeleteAsync($"/v1/sessions/{_host.Pipeline.Runs[^1].Request.SessionId}");
            Assert.True(cancelled.IsSuccessStatusCode);
        };

        var session = await LiveSession.OpenAsync(_host, _party, new { purpose = "enroll", subject = "ada" });

        var stored = await session.EndAsync();
        Assert.Equal((SessionState.Ended, "cancelled"), (stored.State, stored.Outcome));
    }

    [Fact]
    public async Task A_session_whose_subject_is_erased_while_its_offer_is_answered_ends()
    {
        await _host.EnrollAsync(_party, "ada");
        _host.Media.WhileAccepting = async () => (await _party.DeleteAsync("/v1/subjects/ada")).Dispose();

        var session = await LiveSession.OpenAsync(_host, _party, new { purpose = "verify", subject = "ada" });

        var stored = await session.EndAsync();
        Assert.Equal((SessionState.Ended, "cancelled"), (stored.State, stored.Outcome));
    }

    [Theory]
    [InlineData("enroll")]
    [InlineData("verify")]
    public async Task A_token_of_an_erased_subject_is_told_so_and_counts_no_attempt(string purpose)
    {
        await _host.EnrollAsync(_party, "ada");
        var id = (await _party.CreateSessionAsync(new { purpose, subject = "ada" })).GetProperty("id").GetGuid();
        (await _party.DeleteAsync("/v1/subjects/ada")).EnsureSuccessStatusCode();

        Assert.Equal("subject_erased", await LiveSession.OfferAsync(_host, id));
        Assert.Empty(_host.Pipeline.Runs);
    }

    [Fact]
    public async Task An_owner_who_hangs_up_while_cancelling_has_cancelled()
    {
        var session = await LiveSession.OpenAsync(_host, _party, new { purpose = "enroll", subject = "ada" });
        using var hangUp = new CancellationTokenSource();
        var caller = new Caller((await _host.Sessions.FindAsync(session.Id, default))!.Owner, null);

        var answer = await SessionsApi.CancelAsync(
            session.Id, caller, new HangsUp(_host.Sessions, hangUp), _host.Services.GetRequiredService<SessionRecorder>(),
            _host.Services.GetRequiredService<SessionRegistry>(), hangUp.Token);

        Assert.IsType<NoContent>(answer.Result);
        Assert.Equal("cancelled", (await session.EndAsync()).Outcome);
        Assert.Equal("session.cancelled", (await _host.Audit.RecentAsync(null, 1, default))[0].Action);
    }

    public async ValueTask InitializeAsync() => _party = await _host.RelyingPartyAsync();

    public async ValueTask DisposeAsync()
    {
        _party.Dispose();
        await _host.DisposeAsync();
    }

    /// <summary>The owner hangs up as soon as the session was found.</summary>
    sealed class HangsUp(ISessionStore store, CancellationTokenSource hangUp) : ISessionStore
    {
        public async ValueTask<SessionRecord?> FindAsync(Guid sessionId, CancellationToken cancellation)
        {
            var found = await store.FindAsync(sessionId, cancellation);
            await hangUp.CancelAsync();
            return found;
        }

        public ValueTask CreateAsync(SessionRecord session, CancellationToken cancellation) => store.CreateAsync(session, cancellation);

        public ValueTask<bool> TryClaimAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellation) =>
            store.TryClaimAsync(sessionId, now, cancellation);

        public ValueTask<bool> TryGiveBackAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellation) =>
            store.TryGiveBackAsync(sessionId, now, cancellation);

        public ValueTask<bool> TryEndAsync(Guid sessionId, SessionEnding ending, CancellationToken cancellation) =>
            store.TryEndAsync(sessionId, ending, cancellation);

        public ValueTask<bool> WasAcceptedAsync(
            Guid signInId, Guid subjectId, IReadOnlyList<string> policies, DateTimeOffset since, CancellationToken cancellation) =>
            store.WasAcceptedAsync(signInId, subjectId, policies, since, cancellation);

        public ValueTask<IReadOnlySet<Guid>> StandingAmongAsync(
            IReadOnlyCollection<Guid> sessionIds, DateTimeOffset now, CancellationToken cancellation) =>
            store.StandingAmongAsync(sessionIds, now, cancellation);

        public ValueTask<SessionPage> ListAsync(
            SessionFilter filter, Guid? before, int count, CancellationToken cancellation) =>
            store.ListAsync(filter, before, count, cancellation);

        public ValueTask<int> EndAbandonedAsync(DateTimeOffset createdBefore, DateTimeOffset now, CancellationToken cancellation) =>
            store.EndAbandonedAsync(createdBefore, now, cancellation);
    }
}
