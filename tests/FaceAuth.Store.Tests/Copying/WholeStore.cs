using FaceAuth.Store.Accounts;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Copying;

/// <summary>A store with something in every table, and whether all of it still holds.</summary>
internal sealed class WholeStore
{
    const string Owner = "rp:1", Job = "retention", Body = """{"a":1}""", Password = "Correct-horse-7";

    static readonly SignInTerms Terms = new(TimeSpan.FromDays(7), TimeSpan.FromDays(30), TimeSpan.FromSeconds(10));

    readonly float[] _face = Random(new(3));
    Guid _subject, _group, _user, _session, _signIn, _webhook;
    string _key = "", _reset = "";

    static ReviewPicture Seen { get; } = new(PictureMoment.Fell, TimeSpan.FromSeconds(2), new byte[] { 0xff, 0xd8, 0xff, 0xe0, 1, 2, 3 });

    AttemptBound Bound => new(AttemptScope.Subject, _subject.ToString(), 10, TimeSpan.FromSeconds(30), 100);

    /// <summary>Fills every table that the model has, but for what a new master key leaves.</summary>
    public async Task FillAsync(StoreUnderTest store)
    {
        await FillSubjectAsync(store);
        await FillAccountAsync(store);
        await FillSessionsAsync(store);
        (_, _key) = await store.Parties.IssueKeyAsync("bank", Cancellation);
        await store.Get<IJobRunStore>().RequestAsync(Job, Body, "operator", Cancellation);
        var answers = store.Get<IKeptAnswers>();
        await answers.CompleteAsync(await answers.BeginAsync(Owner, "key", Body, Cancellation), "answer", Cancellation);
        await store.Get<AlteredRows>().ReportAsync([new() { Kind = RowKind.Session, RowId = Guid.NewGuid() }]);
        Assert.True(await store.Get<IUsedQuestions>().TryUseAsync(
            "question", Owner, store.Clock.GetUtcNow().AddDays(1), Cancellation));
        await store.Get<AuditCheckpoints>().SignAllAsync(Cancellation);
        Assert.Empty((await store.Get<IAuditCheck>().CheckAsync(_ => { }, Cancellation)).Faults);
    }

    /// <summary>Fails where a table is empty: one that was added later, and is not filled above.</summary>
    public static async Task<SortedDictionary<string, long>> AssertFullAsync(StoreUnderTest store)
    {
        var counts = await CountsAsync(store);
        Assert.Empty(counts.Where(table => table.Value == 0).Select(table => table.Key));
        return counts;
    }

    /// <summary>How many rows each table has.</summary>
    public static async Task<SortedDictionary<string, long>> CountsAsync(StoreUnderTest store)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in await store.QueryAsync(c => Task.FromResult(
            c.Model.GetEntityTypes().Select(type => type.GetTableName()!).Distinct().ToList())))
#pragma warning disable EF1002 // names of the model's own tables
            counts[table] = await store.QueryAsync(
                c => c.Database.SqlQueryRaw<long>($"SELECT COUNT(*) AS \"Value\" FROM \"{table}\"").SingleAsync(Cancellation));
#pragma warning restore EF1002
        return counts;
    }

    /// <summary>Whether everything that was filled in is there, holds and still does what it did.</summary>
    public async Task AssertHoldsAsync(StoreUnderTest store)
    {
        Assert.Equal(_subject, Assert.Single(
            await store.Templates.NearestAsync(Owner, Model, _face, 1, Cancellation, _group)).SubjectId);
        Assert.Equal("anna", (await store.Subjects.FindAsync(_subject, Cancellation))!.ExternalId);
        Assert.Single(await store.Get<IConsentStore>().ListAsync(_subject, 10, Cancellation));
        Assert.Equal("a.b.c", (await store.Sessions.FindAsync(_session, Cancellation))!.Verdict);
        Assert.Equal(ReviewState.Open, (await store.Get<IReviewStore>().FindAsync(_session, Cancellation))!.State);
        Assert.Equal(Body, await store.Get<ISessionCourses>().FindAsync(_session, Cancellation));
        Assert.Equal(
            Seen.Jpeg.ToArray(), (await store.Get<IReviewPictures>().OpenAsync(_session, 1, Cancellation))!.Jpeg.ToArray());
        Assert.NotNull(await store.Parties.AuthenticateAsync(_key, Cancellation));
        Assert.Single(await store.Get<IJobRunStore>().WaitingAsync(Cancellation));
        Assert.Equal("answer", (await store.Get<IKeptAnswers>().BeginAsync(Owner, "key", Body, Cancellation)).Answer);
        Assert.Equal("https://example.org/", Assert.Single(await store.Get<IWebhookStore>().ListAsync(Owner, Cancellation)).Url);
        var due = await store.Get<IWebhookOutbox>().DueAsync(10, [], [], true, Cancellation);
        Assert.Equal(_webhook, due[0].WebhookId);
        Assert.NotNull(await store.Get<IWebhookOutbox>().TryTakeAsync(due[0], TimeSpan.FromMinutes(1), Cancellation));
        await AssertAccountAsync(store);
        Assert.True((await store.Get<IFaceAttempts>().LookAsync(SessionPurpose.Verify, 0, [Bound], Cancellation)).IsAllowed);
        Assert.All(await store.Get<IAuditChain>().VerifyAsync(Cancellation), chain => Assert.Null(chain.Fault));
        var health = await store.Get<HealthCheckService>().CheckHealthAsync(Cancellation);
        Assert.False(await store.Get<IUsedQuestions>().TryUseAsync(
            "question", Owner, store.Clock.GetUtcNow().AddDays(1), Cancellation));
        Assert.Empty((await store.Get<IAuditCheck>().CheckAsync(_ => { }, Cancellation)).Faults);
        // the one that was reported when it was filled, and none besides
        Assert.Contains("1 sessions,", health.Entries["store"].Description, StringComparison.Ordinal);
        await AssertNoneAlteredAsync(store);
    }

    /// <summary>Whether nothing was found altered but what was reported when it was filled.</summary>
    public static async Task AssertNoneAlteredAsync(StoreUnderTest store) =>
        Assert.Equal(1, await store.QueryAsync(context => context.AlteredRows.CountAsync(Cancellation)));

    /// <summary>Whether every authenticator that a new master key has to reach is of the present root key.</summary>
    public static async Task AssertPresentAsync(StoreUnderTest store)
    {
        var authenticator = store.Get<RowAuthenticator>();
        await store.QueryAsync(async context =>
        {
            foreach (var type in context.Model.GetEntityTypes().Where(type => type.ClrType != typeof(FaceAuthUser)))
            {
                if (type.FindProperty("Authenticator") is not { } column || column.ClrType != typeof(byte[])) continue;
#pragma warning disable EF1002 // names of the model's own tables
                var stored = await context.Database.SqlQueryRaw<byte[]>(
                    $"SELECT \"Authenticator\" AS \"Value\" FROM \"{type.GetTableName()}\"").ToListAsync(Cancellation);
#pragma warning restore EF1002
                Assert.True(stored.TrueForAll(made => authenticator.IsPresent(made)), $"{type.GetTableName()} was left behind.");
            }

            return true;
        });
    }

    async Task FillSubjectAsync(StoreUnderTest store)
    {
        _webhook = (await store.Get<IWebhookStore>().CreateAsync(Owner, "https://example.org/", null, Cancellation)).Webhook.Id;
        _subject = (await store.Subjects.GetOrCreateAsync(Owner, "anna", Cancellation)).Id;
        await store.Templates.AddAsync(_subject, [Template(_face)], Cancellation);
        _group = (await store.Get<IGroupStore>().GetOrCreateAsync(Owner, "staff", Cancellation)).Id;
        await store.Get<IGroupStore>().AddAsync(_group, [_subject], Cancellation);
        await store.Get<IConsentStore>().AddAsync(
            new(_subject, "1", "en", store.Clock.GetUtcNow(), Owner, Guid.NewGuid()), Cancellation);
        Assert.NotNull((await store.Get<IFaceAttempts>().TryBeginAsync(SessionPurpose.Verify, 0, [Bound], Cancellation)).Ticket);
    }

    async Task FillAccountAsync(StoreUnderTest store)
    {
        await InUsersAsync(store, async users =>
        {
            var user = new FaceAuthUser { UserName = "ada", CreatedAt = store.Clock.GetUtcNow() };
            Assert.True((await users.CreateAsync(user, Password)).Succeeded);
            _user = user.Id;
            var passkey = new UserPasskeyInfo([1, 2], [3], store.Clock.GetUtcNow(), 1, ["usb"], true, true, false, [], []);
            return await users.AddOrUpdatePasskeyAsync(user, passkey);
        });
        // ASP.NET Core Identity's own, which nothing writes here
        await store.QueryAsync(context =>
        {
            context.Add(new IdentityUserClaim<Guid> { UserId = _user, ClaimType = "a", ClaimValue = "b" });
            context.Add(new IdentityUserLogin<Guid> { UserId = _user, LoginProvider = "a", ProviderKey = "b" });
            context.Add(new IdentityUserToken<Guid> { UserId = _user, LoginProvider = "a", Name = "b", Value = "c" });
            return context.SaveChangesAsync(Cancellation);
        });
        var face = (await store.Subjects.GetOrCreateAsync($"user:{_user}", $"{_user}", Cancellation)).Id;
        await store.Templates.AddAsync(face, [Template(Random(new(4)))], Cancellation);
        _signIn = (await store.SignInAsync(_user, "Browser/1", Terms, byPasskey: true)).Id;
        _reset = (await store.Get<IPasswordResets>().IssueAsync(_user, TimeSpan.FromDays(9), Cancellation)).Token!;
        await store.Get<IPasswordAttempts>().TryBeginAsync(_user, null, _ => TimeSpan.Zero, Cancellation);
    }

    async Task FillSessionsAsync(StoreUnderTest store)
    {
        var now = store.Clock.GetUtcNow();
        _session = Guid.NewGuid();
        await store.Sessions.CreateAsync(
            new(_session, Owner, SessionPurpose.Verify, _subject, "nonce-nonce", "standard", default, now, now.AddMinutes(2))
            {
                SignInId = _signIn,
                KeyId = Guid.NewGuid(),
            },
            Cancellation);
        var ending = new SessionEnding(SessionState.Decided, "rejected", [], "a.b.c", null, now, _subject);
        Assert.True(await store.Sessions.TryEndAsync(_session, ending, Cancellation));
        await store.Get<INodeStore>().BeatAsync(Guid.NewGuid(), Cancellation);
        await store.Get<IReviewStore>().OpenAsync(_session, ReviewCause.Appealed, Cancellation);
        Assert.True(await store.Get<ISessionCourses>().TryAddAsync(_session, Body, Cancellation));
        Assert.True(await store.Get<IReviewPictures>().KeepAsync(_session, [Seen], now.AddDays(30), Cancellation));
        store.Clock.Advance(TimeSpan.FromDays(2));
        await store.Get<IDailyFigures>().RollUpAsync(Cancellation);
        await FillRunningAsync(store);
    }

    /// <summary>A session that a node runs: only such a one has a place.</summary>
    async Task FillRunningAsync(StoreUnderTest store)
    {
        var (id, now) = (Guid.NewGuid(), store.Clock.GetUtcNow());
        await store.Sessions.CreateAsync(
            new(id, Owner, SessionPurpose.Verify, _subject, "nonce-nonce", "standard", default, now, now.AddMinutes(2)), Cancellation);
        Assert.True(await store.Sessions.TryClaimAsync(id, now, Cancellation));
        await store.Get<INodeStore>().EnterAsync(Guid.NewGuid(), id, null, Cancellation);
    }

    async Task AssertAccountAsync(StoreUnderTest store)
    {
        Assert.Equal(_user, (await InUsersAsync(store, users => users.FindByPasskeyIdAsync([1, 2])))!.Id);
        Assert.True(await InUsersAsync(store, async users =>
            await users.CheckPasswordAsync((await users.FindByNameAsync("ada"))!, Password)));
        Assert.NotNull(await store.Get<IAccountDirectory>().FindAsync(_user, Cancellation));
        Assert.NotNull((await store.Get<ISignInStore>().FindAsync(_user, _signIn, Cancellation))!.PasskeyAt);
        Assert.Equal(_user, await store.Get<IPasswordResets>().FindAsync(_reset, Cancellation));
        Assert.NotEqual(Guid.Empty, (await store.Get<IFaceMarks>().FindAsync(_user, Cancellation)).SubjectId);
    }

    static async Task<T> InUsersAsync<T>(StoreUnderTest store, Func<UserManager<FaceAuthUser>, Task<T>> work)
    {
        await using var scope = store.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>());
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
