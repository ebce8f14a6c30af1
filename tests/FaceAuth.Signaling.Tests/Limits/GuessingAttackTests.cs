using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace FaceAuth.Signaling.Tests.Limits;

/// <summary>Somebody who wants more guesses at one face than NIST SP 800-63B-4 §3.2.3 gives, by every way that the API has.</summary>
/// <remarks>
/// The bounds on attempts are those that are shipped; others, which would stop the attack before, are far away. The clock stands still:
/// nobody has waited.
/// </remarks>
public sealed class GuessingAttackTests : IAsyncLifetime
{
    const int Free = 10;
    const string Password = "correct horse battery";

    static readonly string[] Policies = ["passive", "standard", "strict"];

    readonly HostApplication _host = new(
        ("RateLimits:AuthPerAddress", "100000"), ("RateLimits:SessionsPerUser", "100000"), ("Signaling:LeastPolicy", "passive"),
        ("Signaling:MaxSessionsPerUser", "1000"), ("Signaling:MaxHalfOpenPerOwner", "1000"), ("Signaling:MaxHalfOpen", "1000"),
        ("Signaling:MaxHalfOpenPerAddress", "1000"));

    HttpClient _party = null!;
    HttpClient _otherKey = null!;

    [Fact]
    public async Task Thirty_sessions_at_once_are_ten_guesses()
    {
        await _host.EnrollAsync(_party, "ada");
        var tokens = new List<string>();
        for (var i = 0; i < 30; i++) tokens.Add(await TokenAsync(i % 2 == 0 ? _party : _otherKey, "verify", Policies[i % 3]));

        var said = await Task.WhenAll(tokens.Select(OfferAsync));

        Assert.Equal(Free, said.Count(code => code is null));
        Assert.Equal(30 - Free, said.Count(code => code == "too_many_attempts"));
        Assert.Equal(Free, Guesses(SessionPurpose.Verify));
    }

    [Fact]
    public async Task Neither_policies_nor_purposes_nor_keys_in_turn_give_more()
    {
        await _host.EnrollAsync(_party, "ada");
        for (var i = 0; i < 60; i++)
        {
            var purpose = (string[])["verify", "verify", "enroll", "identify"];
            await TryAsync(i % 2 == 0 ? _party : _otherKey, purpose[i % 4], "ada", Policies[i / 4 % 3]);
        }

        Assert.Equal(Free, Guesses(SessionPurpose.Verify));
        Assert.Equal(Free, Guesses(SessionPurpose.Enroll));   // counted by itself, and tells nothing of the face that is there
    }

    [Fact]
    public async Task To_succeed_at_less_in_between_gives_no_more()
    {
        var ada = await _host.EnrollAsync(_party, "ada");
        for (var i = 0; i < 40; i++)
        {
            await TryAsync(_party, "verify", "ada", "standard");
            await TryAsync(_otherKey, "verify", "ada", "passive", accepts: ada);   // with a photograph, say
        }

        Assert.Equal(Free, _host.Pipeline.Runs.Count(run => run.Request.Policy == "standard"));
    }

    [Fact]
    public async Task Neither_other_sign_ins_nor_the_old_api_nor_erasing_gives_more()
    {
        using var eve = await _host.UserAsync("eve");
        await _host.EnrollAsync(eve, null);
        for (var i = 0; i < 20; i++)
        {
            var (_, pair) = await _host.LoginAsync("eve", Password);
            using var again = _host.With(pair);
            await TryAsync(again, "verify", null, Policies[i % 3]);
            using var old = await again.PostAsJsonAsync(
                "/api/streaming/webrtc/offer/", new { offer = new { type = "offer", sdp = "v=0" }, session_type = "authentication" });
            if (old.StatusCode == HttpStatusCode.OK) await RejectAsync();
        }

        Assert.Equal(Free, Guesses(SessionPurpose.Verify));
        (await eve.DeleteAsync("/v1/subjects/me")).EnsureSuccessStatusCode();
        Assert.Equal("enroll_needs_proof", await TryAsync(eve, "enroll", null, "standard"));
        Assert.Equal("not_enrolled", await TryAsync(eve, "verify", null, "standard"));
    }

    [Fact]
    public async Task An_account_or_a_subject_that_is_made_anew_has_no_face_to_guess_at()
    {
        using var eve = await _host.UserAsync("eve");
        await _host.EnrollAsync(eve, null);
        await _host.EnrollAsync(_party, "ada");
        for (var i = 0; i < Free; i++)
        {
            Assert.Null(await TryAsync(eve, "verify", null, "standard"));
            Assert.Null(await TryAsync(_party, "verify", "ada", "standard"));
        }

        using var removal = new HttpRequestMessage(HttpMethod.Delete, "/v1/account");
        removal.Content = JsonContent.Create(new { password = Password });
        (await eve.SendAsync(removal)).EnsureSuccessStatusCode();
        (await _party.DeleteAsync("/v1/subjects/ada")).EnsureSuccessStatusCode();
        using var anew = await _host.UserAsync("eve");

        Assert.Equal("not_enrolled", await TryAsync(anew, "verify", null, "standard"));
        Assert.Equal("not_enrolled", await TryAsync(_party, "verify", "ada", "standard"));
        Assert.Equal(2 * Free, _host.Pipeline.Runs.Count);
    }

    public async ValueTask InitializeAsync()
    {
        _party = await _host.RelyingPartyAsync();
        _otherKey = await _host.RelyingPartyAsync();   // the same name: the same relying party
    }

    public async ValueTask DisposeAsync()
    {
        _party.Dispose();
        _otherKey.Dispose();
        await _host.DisposeAsync();
    }

    int Guesses(SessionPurpose purpose) => _host.Pipeline.Runs.Count(run => run.Request.Purpose == purpose);

    /// <summary>A session over the API that ends with a rejection, or is accepted; why it may not be, or null.</summary>
    async Task<string?> TryAsync(HttpClient caller, string purpose, string? subject, string policy, Guid? accepts = null)
    {
        using var made = await caller.PostAsJsonAsync(
            "/v1/sessions", new { purpose, subject = purpose == "identify" ? null : subject, policy });
        var answer = await made.Content.ReadFromJsonAsync<JsonElement>();
        if (made.StatusCode != HttpStatusCode.Created) return answer.GetProperty("code").GetString();
        if (await OfferAsync(answer.GetProperty("token").GetString()!) is { } refused) return refused;
        await RejectAsync(accepts);
        return null;
    }

    /// <summary>The latest session is decided, and what that frees is free.</summary>
    async Task RejectAsync(Guid? accepts = null)
    {
        var (run, peer) = (_host.Pipeline.Runs[^1], _host.Media.Peers[^1]);
        var rejected = LiveSession.Rejected(ReasonCode.NotSamePerson);
        run.Says(new AuthEvent.Decided(accepts is null ? rejected : rejected with { Accepted = true, SubjectId = accepts, Reasons = [] }));
        await peer.Disposed.WaitAsync(TimeSpan.FromMinutes(1));
    }

    async Task<string> TokenAsync(HttpClient caller, string purpose, string policy) =>
        (await caller.CreateSessionAsync(new { purpose, subject = "ada", policy })).GetProperty("token").GetString()!;

    async Task<string?> OfferAsync(string token)
    {
        await using var hub = _host.Hub(token);
        await hub.StartAsync();
        try
        {
            await hub.InvokeAsync<JsonElement>("Offer", new { sdp = "v=0\r\noffer\r\n" });
            return null;
        }
        catch (HubException refused)
        {
            return refused.Message.Split("HubException: ")[^1].Split(':')[0];
        }
    }
}
