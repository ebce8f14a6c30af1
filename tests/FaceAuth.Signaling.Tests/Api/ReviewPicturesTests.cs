using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Stills;
using FaceAuth.Signaling.Reviews;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Tests.Api;

/// <summary>Pictures for who judges a decision.</summary>
public sealed class ReviewPicturesTests
{
    const string OperatorKey = "an operator's key of 32 characters";

    static readonly (string, string)[] On = [("Reviews:Pictures", "3"), ("Operator:Key", OperatorKey)];

    [Fact]
    public async Task Who_may_judge_looks_and_each_look_is_in_the_audit()
    {
        await using var host = new HostApplication(On);
        using var party = await host.RelyingPartyAsync();
        using var ada = await host.StaffAsync("ada", AccountRole.Operator);
        var session = await DecideAsync(host, party, LiveSession.Rejected(ReasonCode.NotSamePerson));
        var review = await AppealAsync(party, ada, session);

        using var first = await ada.GetAsync(Path(review, 1));
        using var second = await ada.GetAsync(Path(review, 2));

        Assert.Equal(2, review.GetProperty("pictures").GetProperty("count").GetInt32());
        Assert.Equal(host.Clock.GetUtcNow().AddDays(7), review.GetProperty("pictures").GetProperty("until").GetDateTimeOffset());
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (first.StatusCode, first.Content.Headers.ContentType!.MediaType));
        Assert.True(first.Headers.CacheControl!.NoStore);
        Assert.Equal("inline", Assert.Single(first.Content.Headers.GetValues("Content-Disposition")));
        Assert.Equal("nosniff", Assert.Single(first.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal([0xff, 0xd8, 0xff], (await first.Content.ReadAsByteArrayAsync())[..3]);
        Assert.NotEqual(await first.Content.ReadAsByteArrayAsync(), await second.Content.ReadAsByteArrayAsync());
        var looks = (await host.Audit.RecentAsync($"user:{await host.IdAsync("ada")}", 50, default))
            .Where(entry => entry.Action == "review.picture_seen").ToList();
        Assert.Equal([session, session], looks.Select(entry => entry.SessionId!.Value));
        Assert.Equal([2, 1], looks.Select(entry => JsonElement.Parse(entry.Details!).GetProperty("picture").GetInt32()));
    }

    [Fact]
    public async Task Who_may_not_judge_sees_none_and_no_look_is_written()
    {
        await using var host = new HostApplication(On);
        using var party = await host.RelyingPartyAsync();
        using var ada = await host.StaffAsync("ada", AccountRole.Operator);
        using var bob = await host.StaffAsync("bob", AccountRole.Operator);
        using var eve = await host.StaffAsync("eve", AccountRole.Auditor);
        using var key = host.CreateClient();
        key.DefaultRequestHeaders.Add("X-Operator-Key", OperatorKey);
        await host.EnrollAsync(bob, null);
        var review = await AppealAsync(party, ada, await DecideAsync(host, party, LiveSession.Rejected(ReasonCode.NotSamePerson)));
        var own = await AppealAsync(bob, ada, await DecideAsync(host, bob, LiveSession.Rejected(ReasonCode.NotSamePerson), subject: null));
        await JudgeAsync(ada, review);

        foreach (var (who, path, status, code) in new[]
        {
            (party, Path(review, 1), HttpStatusCode.Unauthorized, "operator_key_invalid"),
            (eve, Path(review, 1), HttpStatusCode.Forbidden, "forbidden"),
            (key, Path(review, 1), HttpStatusCode.Forbidden, "not_your_review"),
            (bob, Path(own, 1), HttpStatusCode.Forbidden, "not_your_review"),
            (ada, Path(review, 1), HttpStatusCode.Forbidden, "not_your_review"),
            (bob, Path(review, 0), HttpStatusCode.NotFound, "picture_unknown"),
            (bob, Path(review, 3), HttpStatusCode.NotFound, "picture_unknown"),
            (bob, $"/v1/reviews/{Guid.NewGuid()}/pictures/1", HttpStatusCode.NotFound, "review_unknown"),
        })
        {
            using var answer = await who.GetAsync(path);
            await answer.AssertProblemAsync(status, code);
        }

        Assert.DoesNotContain("review.picture_seen", await host.AuditedAsync(null));
    }

    [Fact]
    public async Task Once_it_is_judged_nothing_is_left_to_look_at()
    {
        await using var host = new HostApplication([.. On, ("Reviews:Judges", "1")]);
        using var party = await host.RelyingPartyAsync();
        using var ada = await host.StaffAsync("ada", AccountRole.Operator);
        using var bob = await host.StaffAsync("bob", AccountRole.Operator);
        var session = await DecideAsync(host, party, LiveSession.Rejected(ReasonCode.NotSamePerson));
        var review = await AppealAsync(party, ada, session);
        Assert.NotNull(await KeptAsync(host, session));

        var judged = await JudgeAsync(ada, review);

        Assert.False(judged.TryGetProperty("pictures", out _));
        Assert.Null(await KeptAsync(host, session));
        using var late = await bob.GetAsync(Path(review, 1));
        await late.AssertProblemAsync(HttpStatusCode.Conflict, "review_over");
    }

    [Theory]
    [InlineData("0", "0", false, 0)]      // off, the default
    [InlineData("3", "0", false, 2)]      // refused: an appeal may come
    [InlineData("3", "0", true, 0)]       // accepted
    [InlineData("3", "0.3", true, 2)]     // accepted by little
    public async Task Kept_are_those_of_refused_and_of_close_sessions(string most, string doubt, bool isAccepted, int kept)
    {
        await using var host = new HostApplication(("Reviews:Pictures", most), ("Reviews:DoubtWithin", doubt));
        using var party = await host.RelyingPartyAsync();

        var session = await DecideAsync(host, party, isAccepted ? null : LiveSession.Rejected(ReasonCode.NotSamePerson));

        Assert.Equal(int.Parse(most, System.Globalization.CultureInfo.InvariantCulture), host.Pipeline.Runs[^1].Request.Pictures);
        var found = await KeptAsync(host, session);
        Assert.Equal(kept, found?.Count ?? 0);
    }

    [Theory]
    [InlineData("2", true)]
    [InlineData("1", false)]
    [InlineData(null, false)]
    public async Task Where_a_text_is_in_force_they_are_kept_of_who_agreed_to_it(string? agreed, bool isKept)
    {
        await using var host = new HostApplication(("Reviews:Pictures", "2"), ("Consent:Version", "2"));
        using var party = await host.RelyingPartyAsync();
        var subject = await host.Services.GetRequiredService<ISubjectStore>().GetOrCreateAsync(
            await OwnerAsync(host, party), "customer", default);
        await host.Services.GetRequiredService<ITemplateStore>().AddAsync(subject.Id, [Template()], default);
        if (agreed is not null)
            await host.Services.GetRequiredService<IConsentStore>().AddAsync(
                new(subject.Id, agreed, null, host.Clock.GetUtcNow(), subject.Owner, Guid.NewGuid()), default);

        var session = await DecideAsync(host, party, LiveSession.Rejected(ReasonCode.NotSamePerson), isEnrolled: true);

        Assert.Equal(isKept, await KeptAsync(host, session) is not null);
    }

    [Fact]
    public async Task They_go_when_their_time_is_over_and_when_none_are_wanted_any_more()
    {
        await using var host = new HostApplication(("Reviews:Pictures", "2"), ("Reviews:PicturesFor", "01:00:00"));
        using var party = await host.RelyingPartyAsync();
        var pictures = host.Services.GetRequiredService<SessionPictures>();
        var old = await DecideAsync(host, party, LiveSession.Rejected(ReasonCode.NotSamePerson));
        host.Clock.Advance(TimeSpan.FromMinutes(59));
        var fresh = await DecideAsync(host, party, LiveSession.Rejected(ReasonCode.NotSamePerson), isEnrolled: true);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await pictures.SweepAsync(default);
        Assert.Equal((false, true), (await KeptAsync(host, old) is not null, await KeptAsync(host, fresh) is not null));
        await Made(host, new ReviewOptions(), host.Audit).SweepAsync(default);

        Assert.Null(await KeptAsync(host, fresh));
    }

    [Fact]
    public async Task Without_the_audit_there_is_no_picture()
    {
        await using var host = new HostApplication(On);
        using var party = await host.RelyingPartyAsync();
        using var ada = await host.StaffAsync("ada", AccountRole.Operator);
        var review = await AppealAsync(party, ada, await DecideAsync(host, party, LiveSession.Rejected(ReasonCode.NotSamePerson)));
        var staff = new Staff($"user:{await host.IdAsync("ada")}", AccountRole.Operator);
        var pictures = Made(host, new ReviewOptions { Pictures = 3 }, new FullDisk());

        await Assert.ThrowsAsync<StoreException>(() => pictures.LookAsync(review.GetProperty("id").GetGuid(), 1, staff, default));
    }

    [Fact]
    public async Task An_erased_subject_takes_them_along_and_the_receipt_says_how_many()
    {
        await using var host = new HostApplication(On);
        using var party = await host.RelyingPartyAsync();
        var session = await DecideAsync(host, party, LiveSession.Rejected(ReasonCode.NotSamePerson));

        using var answer = await party.DeleteAsync("/v1/subjects/customer");

        var receipt = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("receipt").GetString()!;
        var claims = JsonElement.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(receipt.Split('.')[1]));
        Assert.Equal(2, claims.GetProperty("erased").GetProperty("pictures").GetInt32());
        Assert.Null(await KeptAsync(host, session));
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData("3", 3)]
    public async Task Anybody_may_read_beforehand_what_is_kept(string most, int? told)
    {
        await using var host = new HostApplication(("Reviews:Pictures", most), ("Reviews:PicturesFor", "1.12:00:00"));
        using var nobody = host.CreateClient();

        var text = await nobody.JsonAsync("/v1/consent");

        Assert.Equal(told is not null, text.TryGetProperty("pictures", out var kept));
        if (told is not null) Assert.Equal((3, 2), (kept.GetProperty("most").GetInt32(), kept.GetProperty("days").GetInt32()));
    }

    [Fact]
    public void Settings_that_cannot_be_are_refused_in_words()
    {
        var validator = new ReviewOptionsValidator();

        var (many, endless) = (
            validator.Validate(null, new() { Pictures = 6 }), validator.Validate(null, new() { PicturesFor = TimeSpan.FromDays(31) }));

        // the host puts the section's name before it
        Assert.Contains("Pictures must be between 0 and 5", many.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("PicturesFor must be between 01:00:00 and 30.00:00:00", endless.FailureMessage, StringComparison.Ordinal);
        Assert.True(validator.Validate(null, new() { Pictures = 5, PicturesFor = TimeSpan.FromDays(30) }).Succeeded);
        Assert.Equal((0, 7), (new ReviewOptions().Pictures, new ReviewOptions().PicturesDays));
    }

    /// <summary>A session of a customer who is decided about, with two pictures that its run gives away.</summary>
    /// <param name="host">The host.</param>
    /// <param name="owner">Whose session.</param>
    /// <param name="decision">Null to accept.</param>
    /// <param name="subject">Null for a user's own.</param>
    /// <param name="isEnrolled">Whether the subject has a template already.</param>
    static async Task<Guid> DecideAsync(
        HostApplication host, HttpClient owner, AuthDecision? decision, string? subject = "customer", bool isEnrolled = false)
    {
        if (subject is not null && !isEnrolled) await host.EnrollAsync(owner, subject);
        var live = await LiveSession.OpenAsync(host, owner, new { purpose = "verify", subject });
        await live.OpenChannelAsync();
        var pictures = new[] { Picture(40, PictureMoment.First), Picture(200, PictureMoment.Last) };
        live.Run.Says(new AuthEvent.Decided((decision ?? live.Accepted()) with { Pictures = pictures }));
        live.Peer.Happens(new PeerEvent.Ended(PeerEnd.ClosedByPeer));
        await live.EndAsync();
        // whoever got them let go of them
        Assert.All(pictures, picture => Assert.Throws<ObjectDisposedException>(() => picture.ToJpeg(1000)));
        return live.Id;
    }

    static JudgedPicture Picture(byte light, PictureMoment moment)
    {
        var picture = new JudgedPicture { Moment = moment, At = TimeSpan.FromMilliseconds(light) };
        picture.Shape(64, 48);
        picture.Samples.Fill(128);
        picture.Samples[..(64 * 48)].Fill(light);
        return picture;
    }

    static async Task<JsonElement> AppealAsync(HttpClient owner, HttpClient staff, Guid session)
    {
        using var answer = await owner.PostAsync($"/v1/sessions/{session}/review", null);
        answer.EnsureSuccessStatusCode();
        var listed = (await staff.JsonAsync("/v1/reviews?state=open")).GetProperty("reviews");
        return Assert.Single(listed.EnumerateArray(), one => one.GetProperty("session").GetGuid() == session);
    }

    static async Task<JsonElement> JudgeAsync(HttpClient staff, JsonElement review)
    {
        using var answer = await staff.PostAsJsonAsync(
            $"/v1/reviews/{review.GetProperty("id").GetGuid()}/judgements", new { judgement = "overturn" });
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    static string Path(JsonElement review, int number) => $"/v1/reviews/{review.GetProperty("id").GetGuid()}/pictures/{number}";

    static async Task<KeptPictures?> KeptAsync(HostApplication host, Guid session) =>
        (await host.Services.GetRequiredService<IReviewPictures>().FindAsync([session], default)).GetValueOrDefault(session);

    static async Task<string> OwnerAsync(HostApplication host, HttpClient party)
    {
        var made = await party.CreateSessionAsync(new { purpose = "identify" });
        return (await host.Sessions.FindAsync(made.GetProperty("id").GetGuid(), default))!.Owner;
    }

    static FaceTemplate Template()
    {
        var vector = new float[128];
        vector[0] = 1;
        return new("embedder", vector, 0.9f);
    }

    static SessionPictures Made(HostApplication host, ReviewOptions options, IAuditLog audit) => new(
        host.Services.GetRequiredService<IReviewPictures>(), host.Services.GetRequiredService<SessionReviews>(),
        host.Services.GetRequiredService<IConsentStore>(), audit, Options.Create(options), Options.Create(new ConsentOptions()),
        host.Clock, NullLogger<SessionPictures>.Instance);

    sealed class FullDisk : IAuditLog
    {
        public ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation) => throw new StoreException("The disk is full.");

        public ValueTask<IReadOnlyList<AuditEntry>> RecentAsync(
            string? actor, int count, CancellationToken cancellation, bool withOrigins = false) => new([]);
    }
}
