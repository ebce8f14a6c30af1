using System.Net;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FaceAuth.Signaling.Tests.Api;

/// <summary>What a session's person was told and asked: gathered, kept, and told to whom it is for.</summary>
public sealed class SessionCourseApiTests
{
    [Fact]
    public async Task A_relying_party_reads_what_was_told_and_asked_and_how_the_evidence_grew()
    {
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();
        await host.EnrollAsync(party, "ada");
        var live = await PlayedAsync(host, party, new { purpose = "verify", subject = "ada" });

        var course = await party.JsonAsync($"/v1/sessions/{live.Id}/course");

        var told = course.GetProperty("guidance").EnumerateArray().Single();
        Assert.Equal(("move_closer", 1000), (told.GetProperty("code").GetString(), told.GetProperty("atMs").GetInt64()));
        var asked = course.GetProperty("challenges").EnumerateArray().Single();
        Assert.Equal(("turn_left", false), (asked.GetProperty("kind").GetString(), asked.GetProperty("answered").GetBoolean()));
        var point = course.GetProperty("curve").EnumerateArray().Single();
        Assert.Equal((1, 0.5), (point.GetProperty("face").GetDouble(), point.GetProperty("liveness").GetDouble()));
        Assert.Equal(4000, course.GetProperty("endMs").GetInt64());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(AccountRole.Auditor, true)]
    [InlineData(AccountRole.Operator, true)]
    [InlineData(AccountRole.Admin, true)]
    public async Task Users_read_what_they_were_told_and_the_curve_is_for_who_sees_scores(AccountRole? role, bool seesCurve)
    {
        await using var host = new HostApplication();
        using var owner = role is { } staff ? await host.StaffAsync("ada", staff) : await host.UserAsync();
        var live = await PlayedAsync(host, owner, new { purpose = "enroll" });

        var session = await owner.JsonAsync($"/v1/sessions/{live.Id}");
        var course = await owner.JsonAsync($"/v1/sessions/{live.Id}/course");

        Assert.Equal("move_closer", course.GetProperty("guidance")[0].GetProperty("code").GetString());
        Assert.Equal("turn_left", course.GetProperty("challenges")[0].GetProperty("kind").GetString());
        Assert.Equal((seesCurve, seesCurve), (session.TryGetProperty("scores", out _), course.TryGetProperty("curve", out _)));
    }

    [Fact]
    public async Task Another_owners_is_not_there_and_neither_is_one_that_goes_on()
    {
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();
        using var other = await host.RelyingPartyAsync("other");
        using var admin = await host.StaffAsync("ada", AccountRole.Admin);
        var live = await PlayedAsync(host, party, new { purpose = "identify" });
        var running = await LiveSession.OpenAsync(host, party, new { purpose = "identify" });

        using var foreign = await other.GetAsync($"/v1/sessions/{live.Id}/course");
        using var staff = await admin.GetAsync($"/v1/sessions/{live.Id}/course");
        using var early = await party.GetAsync($"/v1/sessions/{running.Id}/course");

        await foreign.AssertProblemAsync(HttpStatusCode.NotFound, "session_unknown");
        await staff.AssertProblemAsync(HttpStatusCode.NotFound, "session_unknown");
        await early.AssertProblemAsync(HttpStatusCode.NotFound, "course_unknown");
    }

    [Fact]
    public async Task It_goes_with_the_subject_and_the_session_stays()
    {
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();
        await host.EnrollAsync(party, "ada");
        var live = await PlayedAsync(host, party, new { purpose = "verify", subject = "ada" });

        using var erased = await party.DeleteAsync("/v1/subjects/ada");
        using var answer = await party.GetAsync($"/v1/sessions/{live.Id}/course");

        await answer.AssertProblemAsync(HttpStatusCode.NotFound, "course_unknown");
        Assert.Equal("rejected", (await party.JsonAsync($"/v1/sessions/{live.Id}")).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_session_that_is_stopped_has_one_too()
    {
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();
        var live = await LiveSession.OpenAsync(host, party, new { purpose = "identify" });
        await live.OpenChannelAsync();
        live.Run.Says(new AuthEvent.Guidance(GuidanceCode.NoFace));
        await live.NextAsync();

        using var cancelled = await party.DeleteAsync($"/v1/sessions/{live.Id}");
        await live.EndAsync();

        var course = await party.JsonAsync($"/v1/sessions/{live.Id}/course");
        Assert.Equal("no_face", course.GetProperty("guidance")[0].GetProperty("code").GetString());
        Assert.Equal(0, course.GetProperty("curve").GetArrayLength());
    }

    [Fact]
    public async Task A_store_that_hangs_keeps_nobody_from_their_verdict_and_is_counted()
    {
        var broken = new HangingCourses();
        await using var host = new HostApplication
        {
            Adds = services => services.Replace(ServiceDescriptor.Singleton<ISessionCourses>(broken)),
        };
        using var party = await host.RelyingPartyAsync();
        using var measured = new Measured(host);
        var live = await LiveSession.OpenAsync(host, party, new { purpose = "identify" });
        await live.OpenChannelAsync();
        live.Run.Says(new AuthEvent.Guidance(GuidanceCode.NoFace));
        await live.NextAsync();

        live.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NoFace)));

        Assert.Equal("result", (await live.NextAsync()).GetProperty("type").GetString());   // while the store hangs
        await broken.Asked;
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("rejected", (await live.EndAsync()).Outcome);
        await measured.UntilAsync("courses.lost", 1);
        var told = $"What happened in session {live.Id} could not be kept";
        Assert.Contains(host.Log.Faults, line => line.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_log_line_holds_anything_of_it()
    {
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();
        await PlayedAsync(host, party, new { purpose = "identify" });

        Assert.DoesNotContain(host.Log.All, line => line.Contains("\"liveness\":0.5", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.All, line => line.Contains("move_closer", StringComparison.Ordinal));
    }

    /// <summary>A session that was told, asked and refused within 4 s.</summary>
    static async Task<LiveSession> PlayedAsync(HostApplication host, HttpClient owner, object wish)
    {
        var live = await LiveSession.OpenAsync(host, owner, wish);
        await live.OpenChannelAsync();
        foreach (var said in (AuthEvent[])
            [
                new AuthEvent.Guidance(GuidanceCode.MoveCloser),
                new AuthEvent.Challenge(ChallengeKind.TurnLeft, 1, TimeSpan.FromSeconds(5)),
                new AuthEvent.Progress(0.5, new Dictionary<string, double> { ["face"] = 1, ["liveness"] = 0.5 }),
                new AuthEvent.ChallengeOver(false),
            ])
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            live.Run.Says(said);
            await live.NextAsync();
        }

        live.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.ChallengeFailed)));
        await live.EndAsync();
        return live;
    }

    sealed class HangingCourses : ISessionCourses
    {
        readonly TaskCompletionSource _asked = new();

        public Task Asked => _asked.Task;

        public async ValueTask<bool> TryAddAsync(Guid sessionId, string courseJson, CancellationToken cancellation)
        {
            _asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return true;
        }

        public ValueTask<string?> FindAsync(Guid sessionId, CancellationToken cancellation) => new((string?)null);
    }
}
