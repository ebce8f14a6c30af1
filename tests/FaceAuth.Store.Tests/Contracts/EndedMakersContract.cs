using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>Sessions whose sign-in or API key is gone: nothing is accepted or enrolled for them.</summary>
public abstract class EndedMakersContract : IAsyncLifetime
{
    static readonly SignInTerms Terms = new(TimeSpan.FromDays(7), TimeSpan.FromDays(30), TimeSpan.FromSeconds(10));

    private protected abstract StoreUnderTest Store { get; }

    public static TheoryData<string> Ends => ["signed out", "run out", "revoked", "key run out", "cancelled", "erased"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Nothing_is_accepted_or_enrolled_for_one_that_is_over(string end)
    {
        var (session, other) = (await SessionAsync(end), await SessionAsync(end));
        Assert.Equal([session.Id], await StandingAsync(session.Id));

        await EndAsync(session, end);

        Assert.Empty(await StandingAsync(session.Id));
        if (end != "erased") Assert.False(await EnrolAsync(session));
        Assert.False(await Store.Sessions.TryEndAsync(session.Id, Ending("accepted", session), Cancellation));
        Assert.Equal(end is not "cancelled", await Store.Sessions.TryEndAsync(session.Id, Left, Cancellation));
        if (end is "run out" or "key run out") return;   // so has the other
        Assert.True(await EnrolAsync(other));
        Assert.True(await Store.Sessions.TryEndAsync(other.Id, Ending("accepted", other), Cancellation));
    }

    [Fact]
    public async Task A_rejection_needs_none_of_it_and_one_that_names_neither_goes_on()
    {
        var rejected = await SessionAsync("signed out");
        await EndAsync(rejected, "signed out");
        var earlier = await SessionAsync("none");

        Assert.True(await Store.Sessions.TryEndAsync(rejected.Id, Ending("rejected", rejected), Cancellation));
        Assert.Equal([earlier.Id], await StandingAsync(earlier.Id));
        Assert.True(await Store.Sessions.TryEndAsync(earlier.Id, Ending("accepted", earlier), Cancellation));
    }

    [Fact]
    public async Task A_face_counts_for_the_sign_in_that_it_was_shown_in()
    {
        var session = await SessionAsync("signed out");
        var since = Store.Clock.GetUtcNow();
        await Store.Sessions.TryEndAsync(session.Id, Ending("accepted", session), Cancellation);

        Assert.True(await WasAcceptedAsync(session.SignInId!.Value));
        Assert.False(await WasAcceptedAsync(Guid.NewGuid()));

        async Task<bool> WasAcceptedAsync(Guid signIn) =>
            await Store.Sessions.WasAcceptedAsync(signIn, session.SubjectId!.Value, ["standard"], since, Cancellation);
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    KeyTerms Short => new(ExpiresAt: Store.Clock.GetUtcNow() + Terms.Idle);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    SessionEnding Left => new(SessionState.Ended, "left", [], null, null, Store.Clock.GetUtcNow());

    SessionEnding Ending(string outcome, SessionRecord session) =>
        new(SessionState.Decided, outcome, [], "a.b.c", null, Store.Clock.GetUtcNow(), session.SubjectId);

    ValueTask<IReadOnlySet<Guid>> StandingAsync(Guid session) =>
        Store.Sessions.StandingAmongAsync([session], Store.Clock.GetUtcNow(), Cancellation);

    ValueTask<bool> EnrolAsync(SessionRecord session) => Store.Templates.TryAddAsync(
        session.SubjectId!.Value, [Template(Random(new(5)))], default, Cancellation, session.Id);

    async Task<SessionRecord> SessionAsync(string end)
    {
        var (owner, signIn, key) = ("rp:1", (Guid?)null, (Guid?)null);
        if (end is "signed out" or "run out")
        {
            var user = await UserAsync();
            (owner, signIn) = ($"user:{user}", (await Store.SignInAsync(user, null, Terms)).Id);
        }
        else if (end != "none")
        {
            var issued = await Store.Get<IRelyingPartyStore>().IssueKeyAsync("shop", Cancellation, end == "key run out" ? Short : null);
            (owner, key) = ($"rp:{issued.Party.Id}", issued.Record.Id);
        }

        var subject = await Store.Subjects.GetOrCreateAsync(owner, $"{Guid.NewGuid()}", Cancellation);
        var now = Store.Clock.GetUtcNow();
        var session = new SessionRecord(
            Guid.NewGuid(), owner, SessionPurpose.Verify, subject.Id, "nonce-0001", "standard", SessionState.Created, now, now.AddDays(40))
        {
            SignInId = signIn,
            KeyId = key,
        };
        await Store.Sessions.CreateAsync(session, Cancellation);
        Assert.True(await Store.Sessions.TryClaimAsync(session.Id, now, Cancellation));
        var stored = await Store.Sessions.FindAsync(session.Id, Cancellation);
        Assert.Equal((signIn, key), (stored!.SignInId, stored.KeyId));
        return session;
    }

    async Task EndAsync(SessionRecord session, string end)
    {
        if (end == "signed out") await Store.Get<ISignInStore>().EndAsync(UserOf(session), session.SignInId!.Value, Cancellation);
        else if (end is "run out" or "key run out") Store.Clock.Advance(Terms.Idle);
        else if (end == "revoked") await Store.Get<IRelyingPartyStore>().RevokeKeyAsync("shop", session.KeyId!.Value, Cancellation);
        else if (end == "cancelled") await Store.Sessions.TryEndAsync(session.Id, Left, Cancellation);
        else await Store.Subjects.EraseAsync(session.SubjectId!.Value, Cancellation);
    }

    static Guid UserOf(SessionRecord session) => Guid.Parse(session.Owner.AsSpan("user:".Length));

    async Task<Guid> UserAsync()
    {
        await using var scope = Store.Services.CreateAsyncScope();
        var user = new FaceAuthUser { UserName = $"u{Guid.NewGuid():N}" };
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>().CreateAsync(user)).Succeeded);
        return user.Id;
    }
}
