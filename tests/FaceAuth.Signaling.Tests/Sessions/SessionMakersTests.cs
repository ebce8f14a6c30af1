using System.Net;
using System.Net.Http.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Sessions;

/// <summary>A session stands as long as what it was made with: a sign-in, or an API key.</summary>
public sealed class SessionMakersTests
{
    static readonly object Enroll = new { purpose = "enroll" };

    static readonly object Bob = new { purpose = "enroll", subject = "bob" };

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);   // real time, only ever spent where the test fails

    public static TheoryData<string, string> Ways => new()
    {
        { "Sqlite", "one" }, { "Sqlite", "all" }, { "PostgreSql", "one" }, { "PostgreSql", "all" },
    };

    [Fact]
    public async Task A_face_that_was_shown_in_another_sign_in_proves_nothing()
    {
        await using var host = new HostApplication();
        using var owner = await host.UserAsync();
        await host.EnrollAsync(owner, null);
        using var thief = host.With((await host.LoginAsync("ada")).Pair);
        var session = await LiveSession.OpenAsync(host, owner, new { purpose = "verify" });
        session.Run.Says(new AuthEvent.Decided(session.Accepted()));
        Assert.Equal("accepted", (await session.EndAsync()).Outcome);

        using var passkey = await thief.PostAsJsonAsync("/v1/account/passkeys/options", new { });
        (await thief.DeleteAsync("/v1/subjects/me")).EnsureSuccessStatusCode();
        using var enroll = await thief.PostAsJsonAsync("/v1/sessions", Enroll);

        await passkey.AssertProblemAsync(HttpStatusCode.Forbidden, "passkey_needs_proof");
        await enroll.AssertProblemAsync(HttpStatusCode.Forbidden, "enroll_needs_proof");
        using var own = await owner.PostAsJsonAsync("/v1/sessions", Enroll);
        Assert.Equal(HttpStatusCode.Created, own.StatusCode);
    }

    /// <summary>However lately it was made, and whatever other sign-ins its user has.</summary>
    [Fact]
    public async Task It_begins_no_more_once_its_own_sign_in_is_over()
    {
        await using var host = new HostApplication();
        using var owner = await host.UserAsync();
        var other = (await host.LoginAsync("ada")).Pair;
        using var thief = host.With(other);
        var waits = (await thief.CreateSessionAsync(Enroll)).GetProperty("id").GetGuid();

        using var left = await thief.PostAsJsonAsync(
            "/v1/auth/logout", new { refreshToken = other.GetProperty("refreshToken").GetString() });

        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        Assert.Equal("token_invalid", await LiveSession.OfferAsync(host, waits));
        Assert.Null(await LiveSession.OfferAsync(host, (await owner.CreateSessionAsync(Enroll)).GetProperty("id").GetGuid()));
    }

    [Theory]
    [MemberData(nameof(OwnDatabase.Engines), MemberType = typeof(OwnDatabase))]
    public async Task No_face_is_accepted_once_its_sign_in_is_over(string engine)
    {
        await using var database = await OwnDatabase.CreateAsync(engine);
        await using var host = new HostApplication(database.Settings);
        using var owner = await host.UserAsync();
        await host.EnrollAsync(owner, null);
        var session = await LiveSession.OpenAsync(host, owner, new { purpose = "verify" });

        // as another node does it, which stops nothing here
        await host.Services.GetRequiredService<ISignInStore>().EndAllAsync(await host.IdAsync("ada"), default);
        session.Run.Says(new AuthEvent.Decided(session.Accepted()));

        var (_, stored) = await session.LastAsync();
        Assert.Equal((SessionState.Ended, null), (stored.State, stored.Verdict));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task One_of_a_key_that_was_revoked_is_answered_no_more(string engine, string way)
    {
        await using var database = await OwnDatabase.CreateAsync(engine);
        await using var host = new HostApplication(database.Settings);
        using var party = await host.RelyingPartyAsync();
        using var other = await host.RelyingPartyAsync();
        var waits = (await party.CreateSessionAsync(Bob)).GetProperty("id").GetGuid();
        var (runs, decides) = (await LiveSession.OpenAsync(host, party, Bob), await LiveSession.OpenAsync(host, party, Bob));
        var goesOn = await LiveSession.OpenAsync(host, other, new { purpose = "enroll", subject = "carol" });
        var parties = host.Services.GetRequiredService<IRelyingPartyStore>();
        var key = (await host.Sessions.FindAsync(waits, default))!.KeyId!.Value;

        if (way == "all") await parties.RevokeAsync("shop", default);
        else await parties.RevokeKeyAsync("shop", key, default);
        decides.Run.Says(new AuthEvent.Decided(decides.Accepted()));

        Assert.Equal((SessionState.Ended, null), ((await decides.EndAsync()).State, (await decides.EndAsync()).Verdict));
        Assert.Equal("api_key_invalid", await LiveSession.OfferAsync(host, waits));
        await UntilItEndsAsync(host, runs);
        Assert.Equal((SessionState.Ended, "cancelled"), ((await runs.EndAsync()).State, (await runs.EndAsync()).Outcome));
        if (way == "all") await UntilItEndsAsync(host, goesOn);
        else Assert.False(goesOn.Peer.Disposed.IsCompleted);
    }

    [Theory]
    [InlineData("Sqlite", "cancelled")]
    [InlineData("Sqlite", "erased")]
    [InlineData("PostgreSql", "cancelled")]
    [InlineData("PostgreSql", "erased")]
    public async Task One_that_was_ended_on_another_node_ends_here(string engine, string way)
    {
        await using var database = await OwnDatabase.CreateAsync(engine);
        await using var one = new HostApplication(database.Settings);
        await using var other = new HostApplication(database.Settings);
        one.CreateClient().Dispose();   // on SQLite one that starts takes what runs for a crash's
        using var party = await other.RelyingPartyAsync();
        await other.EnrollAsync(party, "bob");
        var verify = new { purpose = "verify", subject = "bob" };
        var runs = await LiveSession.OpenAsync(other, party, verify);
        var goesOn = await LiveSession.OpenAsync(other, party, new { purpose = "enroll", subject = "carol" });
        using var there = one.CreateClient();
        there.DefaultRequestHeaders.Add("X-Api-Key", party.DefaultRequestHeaders.GetValues("X-Api-Key"));

        using var answer = await there.DeleteAsync(way == "erased" ? "/v1/subjects/bob" : $"/v1/sessions/{runs.Id}");

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await UntilItEndsAsync(other, runs);
        Assert.Equal(SessionState.Ended, (await runs.EndAsync()).State);
        Assert.False(goesOn.Peer.Disposed.IsCompleted);
    }

    static async Task UntilItEndsAsync(HostApplication host, LiveSession session)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!session.Peer.Disposed.IsCompleted)
        {
            host.Clock.Advance(TimeSpan.FromMilliseconds(100));   // the host looks at its store every second of its own clock
            await Task.Delay(10, limit.Token);
        }
    }
}
