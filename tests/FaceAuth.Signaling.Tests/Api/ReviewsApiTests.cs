using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Accounts;

namespace FaceAuth.Signaling.Tests.Api;

/// <summary>Decisions that people look at again.</summary>
public sealed class ReviewsApiTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task Two_people_overturn_a_decision_and_its_owner_is_told()
    {
        using var party = await _host.RelyingPartyAsync();
        using var ada = await _host.StaffAsync("ada", AccountRole.Operator);
        using var bob = await _host.StaffAsync("bob", AccountRole.Operator);
        var (session, review) = await AppealedAsync(party, ada);

        var first = await JudgeAsync(ada, review, "overturn");
        using var twice = await PostAsync(ada, review, "overturn");
        var second = await JudgeAsync(bob, review, "overturn");

        Assert.Equal(("open", "overturned"), (State(first), State(second)));
        await twice.AssertProblemAsync(HttpStatusCode.Forbidden, "not_your_review");
        var told = (await party.JsonAsync($"/v1/sessions/{session}")).GetProperty("review");
        Assert.Equal("overturned", State(told));
        Assert.False(told.TryGetProperty("judgements", out _));
        Assert.Equal(["review.judged"], await AboutReviewsAsync(await _host.IdAsync("ada")));
        using var late = await PostAsync(bob, review, "uphold");
        await late.AssertProblemAsync(HttpStatusCode.Conflict, "review_over");
    }

    [Fact]
    public async Task An_appeal_is_made_once_and_of_decisions_alone()
    {
        using var party = await _host.RelyingPartyAsync();
        using var other = await _host.RelyingPartyAsync("other");
        using var ada = await _host.StaffAsync("ada", AccountRole.Operator);
        var (session, review) = await AppealedAsync(party, ada);
        await JudgeAsync(ada, review, "uphold");
        var undecided = (await party.CreateSessionAsync(new { purpose = "identify" })).GetProperty("id").GetGuid();

        using var again = await party.PostAsync($"/v1/sessions/{session}/review", null);
        using var foreign = await other.PostAsync($"/v1/sessions/{session}/review", null);
        using var none = await party.PostAsync($"/v1/sessions/{undecided}/review", null);

        Assert.Equal("upheld", State(await again.Content.ReadFromJsonAsync<JsonElement>()));
        await foreign.AssertProblemAsync(HttpStatusCode.NotFound, "session_unknown");
        await none.AssertProblemAsync(HttpStatusCode.Conflict, "not_decided");
    }

    [Fact]
    public async Task Nobody_judges_their_own_session_and_auditors_judge_none()
    {
        using var ada = await _host.StaffAsync("ada", AccountRole.Operator);
        using var eve = await _host.StaffAsync("eve", AccountRole.Auditor);
        await _host.EnrollAsync(ada, null);
        var (_, review) = await AppealedAsync(ada, eve, null);

        using var own = await PostAsync(ada, review, "overturn");
        using var auditor = await PostAsync(eve, review, "overturn");
        using var unknown = await PostAsync(ada, Guid.NewGuid(), "overturn");
        using var mistyped = await PostAsync(ada, review, "overrule");

        await own.AssertProblemAsync(HttpStatusCode.Forbidden, "not_your_review");
        Assert.Equal(HttpStatusCode.Forbidden, auditor.StatusCode);
        await unknown.AssertProblemAsync(HttpStatusCode.NotFound, "review_unknown");
        await mistyped.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.3", 1)]
    public async Task Close_decisions_come_by_themselves_where_the_operator_wants_them(string within, int count)
    {
        await using var host = new HostApplication(("Reviews:DoubtWithin", within));
        using var party = await host.RelyingPartyAsync();
        using var ada = await host.StaffAsync("ada", AccountRole.Auditor);
        await host.EnrollAsync(party, "customer");
        var live = await LiveSession.OpenAsync(host, party, new { purpose = "verify", subject = "customer" });

        await DecideAsync(live);

        var reviews = (await ada.JsonAsync("/v1/reviews?state=open")).GetProperty("reviews");
        Assert.Equal(count, reviews.GetArrayLength());
        if (count > 0) Assert.Equal("doubtful", reviews[0].GetProperty("cause").GetString());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    async Task<(Guid Session, Guid Review)> AppealedAsync(HttpClient owner, HttpClient staff, string? subject = "customer")
    {
        if (subject is not null) await _host.EnrollAsync(owner, subject);
        var live = await LiveSession.OpenAsync(_host, owner, new { purpose = "verify", subject });
        await DecideAsync(live);
        using var answer = await owner.PostAsync($"/v1/sessions/{live.Id}/review", null);
        Assert.Equal("open", State(await answer.Content.ReadFromJsonAsync<JsonElement>()));
        var listed = (await staff.JsonAsync("/v1/reviews?state=open")).GetProperty("reviews");
        var review = Assert.Single(listed.EnumerateArray(), one => one.GetProperty("session").GetGuid() == live.Id);
        return (live.Id, review.GetProperty("id").GetGuid());
    }

    static async Task DecideAsync(LiveSession live)
    {
        await live.OpenChannelAsync();
        live.Run.Says(new AuthEvent.Decided(live.Accepted()));
        live.Peer.Happens(new PeerEvent.Ended(PeerEnd.ClosedByPeer));
        await live.EndAsync();
    }

    async Task<IReadOnlyList<string>> AboutReviewsAsync(Guid account) =>
        [.. (await _host.AuditedAsync($"user:{account}")).Where(action => action.StartsWith("review.", StringComparison.Ordinal))];

    static async Task<JsonElement> JudgeAsync(HttpClient staff, Guid review, string judgement)
    {
        using var answer = await PostAsync(staff, review, judgement);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    static Task<HttpResponseMessage> PostAsync(HttpClient staff, Guid review, string judgement) =>
        staff.PostAsJsonAsync($"/v1/reviews/{review}/judgements", new { judgement });

    static string? State(JsonElement view) => view.GetProperty("state").GetString();
}
