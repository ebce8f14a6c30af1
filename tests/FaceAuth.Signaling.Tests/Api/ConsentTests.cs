using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Signaling.Verdicts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Tests.Api;

/// <summary>Agreeing before, and the receipt after.</summary>
public sealed class ConsentTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task What_was_agreed_to_is_recorded_and_audited()
    {
        using var party = await _host.RelyingPartyAsync();

        var session = await party.CreateSessionAsync(
            new { purpose = "enroll", subject = "ada", consent = new { version = "2026-11", language = "de" } });

        var shown = Assert.Single((await party.JsonAsync("/v1/subjects/ada/consents")).GetProperty("consents").EnumerateArray());
        Assert.Equal(("2026-11", "de"), (shown.GetProperty("version").GetString(), shown.GetProperty("language").GetString()));
        Assert.Equal(session.GetProperty("id").GetGuid(), shown.GetProperty("session").GetGuid());
        var entry = (await _host.Audit.RecentAsync(null, 1, default))[0];
        Assert.Equal("consent.given", entry.Action);
        Assert.Contains("2026-11", entry.Details!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"purpose":"enroll","subject":"ada"}""", "consent_required")]
    [InlineData("""{"purpose":"enroll","subject":"ada","consent":{"version":"2025-01"}}""", "consent_required")]
    [InlineData("""{"purpose":"enroll","subject":"ada","consent":{}}""", "bad_consent")]
    [InlineData("""{"purpose":"enroll","subject":"ada","consent":{"version":"2026-11","language":"d"}}""", "bad_consent")]
    [InlineData("""{"purpose":"enroll","subject":"ada","consent":{"version":"2026-11","by":"x"}}""", "bad_request")]
    [InlineData("""{"purpose":"identify","consent":{"version":"2026-11"}}""", "consent_not_allowed")]
    public async Task Without_the_version_in_force_nobody_is_enrolled(string body, string code)
    {
        await using var host = new HostApplication(("Consent:Version", "2026-11"), ("Consent:Text", "We keep…"));
        using var party = await host.RelyingPartyAsync();

        using var content = new StringContent(body, null, "application/json");
        using var answer = await party.PostAsync("/v1/sessions", content);

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, code);
        using var subject = await party.GetAsync("/v1/subjects/ada");
        Assert.Equal(HttpStatusCode.NotFound, subject.StatusCode);
    }

    [Fact]
    public void A_text_without_a_version_is_refused()
    {
        var checkedOne = new ConsentOptionsValidator().Validate(null, new() { Text = "We keep…" });

        Assert.Contains("Consent:Version is not: say which version", checkedOne.FailureMessage, StringComparison.Ordinal);
        Assert.True(new ConsentOptionsValidator().Validate(null, new() { Version = "2026-11" }).Succeeded);
    }

    [Fact]
    public async Task Anybody_may_read_what_is_in_force_and_enrol_after_agreeing_to_it()
    {
        await using var host = new HostApplication(("Consent:Version", "2026-11"), ("Consent:Text", "We keep…"));
        using var nobody = host.CreateClient();
        using var party = await host.RelyingPartyAsync();

        var text = await nobody.JsonAsync("/v1/consent");
        using var created = await party.PostAsJsonAsync(
            "/v1/sessions",
            new { purpose = "enroll", subject = "ada", consent = new { version = text.GetProperty("version").GetString() } });

        Assert.Equal("We keep…", text.GetProperty("text").GetString());
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }

    [Fact]
    public async Task An_erasure_is_receipted_with_what_went()
    {
        using var party = await _host.RelyingPartyAsync();
        var subject = await _host.EnrollAsync(party, "ada");
        await party.CreateSessionAsync(new { purpose = "enroll", subject = "ada", consent = new { version = "1" } });
        (await party.PutAsync("/v1/groups/staff", null)).EnsureSuccessStatusCode();
        (await party.PutAsync("/v1/groups/staff/subjects/ada", null)).EnsureSuccessStatusCode();

        using var answer = await party.DeleteAsync("/v1/subjects/ada");
        var receipt = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("receipt").GetString()!;

        var checkedReceipt = await new JsonWebTokenHandler().ValidateTokenAsync(receipt, new TokenValidationParameters
        {
            ValidTypes = [ReceiptSigner.TokenType],
            IssuerSigningKey = _host.Services.GetRequiredService<SigningKey>().Key,
            ValidIssuer = "faceauth",
            ValidateAudience = false,
            RequireExpirationTime = false,
        });
        Assert.True(checkedReceipt.IsValid, checkedReceipt.Exception?.Message);
        var claims = JsonElement.Parse(Base64UrlEncoder.DecodeBytes(receipt.Split('.')[1]));
        var erased = claims.GetProperty("erased");
        Assert.Equal("ada", claims.GetProperty("sub").GetString());
        Assert.False(claims.TryGetProperty("exp", out _));
        Assert.Equal(subject, erased.GetProperty("id").GetGuid());
        Assert.Equal((1, 1, 1), (Count("templates"), Count("consents"), Count("groups")));

        int Count(string what) => erased.GetProperty(what).GetInt32();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
