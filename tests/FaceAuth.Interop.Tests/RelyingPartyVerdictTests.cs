using System.Net;
using System.Security.Cryptography;
using FaceAuth.Interop.Tests.Running;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Interop.Tests;

/// <summary>What the sample service believes: the right verdict, and none that differs from it in anything.</summary>
public sealed class RelyingPartyVerdictTests(ForgingServer server) : IClassFixture<ForgingServer>
{
    static readonly Dictionary<string, Action<SecurityTokenDescriptor>> Changes = new()
    {
        ["another session"] = verdict => verdict.Claims["sid"] = Guid.NewGuid().ToString(),
        ["no session"] = verdict => verdict.Claims.Remove("sid"),
        ["another nonce"] = verdict => verdict.Claims["nonce"] = "nonce-of-yesterday",
        ["another person"] = verdict => verdict.Claims["sub"] = "eve",
        ["an enrolment"] = verdict => verdict.Claims["purpose"] = "enroll",
        ["a weaker policy"] = verdict => verdict.Claims["policy"] = "passive",
        ["a rejection"] = verdict => verdict.Claims["accepted"] = false,
        ["another issuer"] = verdict => verdict.Issuer = "somebody",
        ["another audience"] = verdict => verdict.Audience = "rp:somebody",
        ["run out"] = verdict => verdict.Expires = DateTime.UtcNow.AddMinutes(-1),
        ["without an end"] = verdict => verdict.Expires = null,
        ["another kind of token"] = verdict => verdict.TokenType = "faceauth-session+jwt",
        ["unsigned"] = verdict => verdict.SigningCredentials = null,
        ["another key"] = verdict => verdict.SigningCredentials = new(
            new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "1" }, SecurityAlgorithms.EcdsaSha256),
    };

    public static TheoryData<string> Wrong => [.. Changes.Keys];

    [Fact]
    public async Task The_right_verdict_lets_in_once()
    {
        (server.Change, server.Tamper) = (_ => { }, verdict => verdict);
        using var person = Person();

        var first = await ComeAsync(person);
        var again = await person.GetStringAsync("/enter");

        Assert.Contains("Welcome, ada", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Welcome", again, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_verdict_that_is_not_this_sessions_is_refused(string what)
    {
        (server.Change, server.Tamper) = (Changes[what], verdict => verdict);
        using var person = Person();

        Assert.Contains("Refused", await ComeAsync(person), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_that_was_tampered_with_is_refused()
    {
        (server.Change, server.Tamper) = (verdict => verdict.Claims["accepted"] = false, SayAccepted);
        using var person = Person();

        Assert.Contains("Refused", await ComeAsync(person), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asked_for_nothing_gets_the_form()
    {
        using var person = Person();

        Assert.Contains("Sign in", await person.GetStringAsync("/enter"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_is_short() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(ServiceProcess.Folder, "Program.cs")).Length, 1, 71);

    // keeps its cookie and follows where it is sent
    HttpClient Person() => new(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server.Service.Address };

    static string SayAccepted(string verdict)
    {
        var parts = verdict.Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]);
        Assert.Contains("\"accepted\":false", claims, StringComparison.Ordinal);
        claims = claims.Replace("\"accepted\":false", "\"accepted\":true", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}";
    }

    static async Task<string> ComeAsync(HttpClient person)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = "ada" });
        using var answer = await person.PostAsync("/start", form);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }
}
