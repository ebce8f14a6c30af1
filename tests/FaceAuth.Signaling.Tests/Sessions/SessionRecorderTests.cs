using FaceAuth.Signaling.Reviews;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Signaling.Verdicts;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaceAuth.Signaling.Tests.Sessions;

public sealed class SessionRecorderTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task A_decision_that_stands_is_told_even_where_the_audit_log_fails()
    {
        using var party = await _host.RelyingPartyAsync();
        await _host.EnrollAsync(party, "ada");
        var live = await LiveSession.OpenAsync(_host, party, new { purpose = "verify", subject = "ada" });
        var services = _host.Services;
        var recorder = new SessionRecorder(
            _host.Sessions, services.GetRequiredService<INodeStore>(), services.GetRequiredService<ISubjectStore>(),
            services.GetRequiredService<IGroupStore>(), new FullDisk(), services.GetRequiredService<SessionClaims>(),
            services.GetRequiredService<VerdictSigner>(), services.GetRequiredService<SessionReviews>(),
            services.GetRequiredService<SessionPictures>(), _host.Clock, NullLogger<SessionRecorder>.Instance);

        var decided = await recorder.DecideAsync((await _host.Sessions.FindAsync(live.Id, default))!, live.Accepted(), live.Peer, default);
        var verdict = decided!.Verdict;

        var stored = (await _host.Sessions.FindAsync(live.Id, default))!;
        Assert.NotNull(verdict);
        Assert.Equal((SessionState.Decided, verdict), (stored.State, stored.Verdict));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    sealed class FullDisk : IAuditLog
    {
        public ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation) => throw new StoreException("The disk is full.");

        public ValueTask<IReadOnlyList<AuditEntry>> RecentAsync(
            string? actor, int count, CancellationToken cancellation, bool withOrigins = false) => new([]);
    }
}
