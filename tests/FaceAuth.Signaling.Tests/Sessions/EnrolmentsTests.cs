using System.Net;
using System.Net.Http.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Sessions;

/// <summary>A stolen password alone never puts another face on an account.</summary>
public sealed class EnrolmentsTests : IAsyncLifetime
{
    static readonly object Enroll = new { purpose = "enroll" };

    readonly HostApplication _host = new();
    HttpClient _user = null!;

    [Fact]
    public async Task Who_erases_a_face_with_a_password_alone_enrolls_no_other()
    {
        await EraseAsync();

        using var answer = await _user.PostAsJsonAsync("/v1/sessions", Enroll);

        await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "enroll_needs_proof");
    }

    [Theory]
    [InlineData("standard", 4, true)]
    [InlineData("strict", 4, true)]
    [InlineData("standard", 6, false)]
    public async Task Who_was_verified_within_5_minutes_does(string policy, int minutes, bool may)
    {
        await VerifiedAsync(policy);
        await EraseAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(minutes));

        using var answer = await _user.PostAsJsonAsync("/v1/sessions", Enroll);

        Assert.Equal(may ? HttpStatusCode.Created : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task One_verification_lets_one_face_be_replaced()
    {
        await VerifiedAsync("standard");
        await EraseAsync();
        await _host.EnrollAsync(_user, null);
        await EraseAsync();

        using var answer = await _user.PostAsJsonAsync("/v1/sessions", Enroll);

        await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "enroll_needs_proof");
    }

    [Fact]
    public async Task An_operator_lets_a_user_enroll_once()
    {
        await EraseAsync();
        await using var scope = _host.Services.CreateAsyncScope();
        var ada = (await scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>().FindByNameAsync("ada"))!;
        await _host.Services.GetRequiredService<IFaceMarks>().LetEnrolAsync(ada.Id, _host.Clock.GetUtcNow().AddHours(1), default);

        await _host.EnrollAsync(_user, null);
        await EraseAsync();
        using var answer = await _user.PostAsJsonAsync("/v1/sessions", Enroll);

        await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "enroll_needs_proof");
    }

    [Fact]
    public async Task The_enrolment_that_an_operator_let_a_user_begin_uses_the_leave_up()
    {
        await EraseAsync();
        await using var scope = _host.Services.CreateAsyncScope();
        var ada = (await scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>().FindByNameAsync("ada"))!;
        await _host.Services.GetRequiredService<IFaceMarks>().LetEnrolAsync(ada.Id, _host.Clock.GetUtcNow().AddHours(1), default);

        await _host.EnrollAsync(_user, null);
        using var passkey = await _user.PostAsync("/v1/account/passkeys/options", null);

        await passkey.AssertProblemAsync(HttpStatusCode.Forbidden, "passkey_needs_proof");
    }

    [Fact]
    public async Task A_relying_party_knows_its_people_itself()
    {
        using var party = await _host.RelyingPartyAsync();
        await _host.EnrollAsync(party, "bob");
        (await party.DeleteAsync("/v1/subjects/bob")).EnsureSuccessStatusCode();

        await party.CreateSessionAsync(new { purpose = "enroll", subject = "bob" });
    }

    [Fact]
    public async Task A_user_chooses_no_milder_policy_than_the_operator_lets_them()
    {
        using var party = await _host.RelyingPartyAsync();
        await _host.EnrollAsync(party, "bob");

        using var users = await _user.PostAsJsonAsync("/v1/sessions", new { purpose = "verify", policy = "passive" });
        await users.AssertProblemAsync(HttpStatusCode.Forbidden, "policy_too_mild");
        await party.CreateSessionAsync(new { purpose = "verify", subject = "bob", policy = "passive" });
    }

    [Fact]
    public async Task Each_has_a_least_policy_of_its_own_which_is_also_what_naming_none_gives()
    {
        await using var host = new HostApplication(
            ("Signaling:LeastPolicy", "strict"), ("Signaling:LeastPolicyOfRelyingParties", "standard"),
            ("Signaling:DefaultPolicy", "passive"));
        using var party = await host.RelyingPartyAsync();
        using var user = await host.UserAsync();

        using var milder = await party.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = "bob", policy = "passive" });
        await milder.AssertProblemAsync(HttpStatusCode.Forbidden, "policy_too_mild");
        Assert.Equal("standard", await PolicyAsync(host, party, new { purpose = "enroll", subject = "bob" }));
        Assert.Equal("strict", await PolicyAsync(host, user, Enroll));
    }

    public async ValueTask InitializeAsync()
    {
        _user = await _host.UserAsync();
        await _host.EnrollAsync(_user, null);
    }

    public async ValueTask DisposeAsync()
    {
        _user.Dispose();
        await _host.DisposeAsync();
    }

    static async Task<string> PolicyAsync(HostApplication host, HttpClient owner, object request)
    {
        var id = (await owner.CreateSessionAsync(request)).GetProperty("id").GetGuid();
        return (await host.Sessions.FindAsync(id, default))!.Policy;
    }

    async Task EraseAsync() => (await _user.DeleteAsync("/v1/subjects/me")).EnsureSuccessStatusCode();

    async Task VerifiedAsync(string policy)
    {
        var session = await LiveSession.OpenAsync(_host, _user, new { purpose = "verify", policy });
        session.Run.Says(new AuthEvent.Decided(session.Accepted()));
        await session.EndAsync();
    }
}
