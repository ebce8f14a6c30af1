using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FaceAuth.Client;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Verdicts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SessionPurpose = FaceAuth.Client.SessionPurpose;

namespace FaceAuth.Signaling.Tests.RelyingParties;

/// <summary>Verdicts of real sessions, and what others make of them.</summary>
public sealed class VerdictVerifierTests : IAsyncLifetime
{
    const string Nonce = "nonce-1234";

    static readonly CryptoProviderFactory Uncached = new() { CacheSignatureProviders = false };   // keys are let go of

    readonly HostApplication _host = new();
    HttpClient _party = null!;
    VerdictVerifier _verifier = null!;

    [Fact]
    public async Task A_real_session_s_verdict_is_taken_and_read()
    {
        var (verdict, expected) = await DecideAsync(session => session.Accepted());

        var check = await _verifier.VerifyAsync(verdict, expected);

        Assert.Null(check.Fault);
        Assert.True(check.IsAccepted);
        var said = check.Verdict;
        Assert.Equal((expected.Session, "ada", SessionPurpose.Verify, "standard", null),
            (said.Session, said.Subject, said.Purpose, said.Policy, said.Via));
        Assert.Equal(["detector", "embedder"], said.Models);
        Assert.Empty(said.Reasons);
        Assert.Equal(TimeSpan.FromMinutes(5), said.ExpiresAt - said.IssuedAt);
        Assert.Equal(_host.Clock.GetUtcNow().ToUnixTimeSeconds(), said.EnrolledAt!.Value.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_refusal_of_the_person_is_genuine_and_lets_nobody_in()
    {
        var (verdict, expected) = await DecideAsync(_ => LiveSession.Rejected(ReasonCode.NotSamePerson));

        var check = await _verifier.VerifyAsync(verdict, expected);

        Assert.Equal((null, false, false), (check.Fault, check.Verdict!.Accepted, check.IsAccepted));
        Assert.Equal(["not_same_person"], check.Verdict.Reasons);
    }

    public static TheoryData<string, VerdictFault> Forgeries { get; } = new()
    {
        { "no signature", VerdictFault.WrongAlgorithm },
        { "signed by HMAC with the public key", VerdictFault.WrongAlgorithm },
        { "another key under the same id", VerdictFault.WrongSignature },
        { "another key in its own head", VerdictFault.UnknownKey },
        { "no key id", VerdictFault.UnknownKey },
        { "another payload", VerdictFault.WrongSignature },
        { "another typ", VerdictFault.WrongType },
        { "another issuer", VerdictFault.WrongIssuer },
        { "another audience", VerdictFault.WrongAudience },
        { "no end", VerdictFault.Expired },
        { "an end that is over", VerdictFault.Expired },
        { "another session", VerdictFault.WrongSession },
        { "another nonce", VerdictFault.WrongNonce },
        { "an enrolment", VerdictFault.WrongPurpose },
        { "another subject", VerdictFault.WrongSubject },
        { "nobody", VerdictFault.WrongSubject },
        { "another policy", VerdictFault.WrongPolicy },
        { "an unknown purpose", VerdictFault.Malformed },
        { "accepted as a word", VerdictFault.Malformed },
        { "something critical", VerdictFault.Malformed },
        { "four parts", VerdictFault.Malformed },
        { "nothing", VerdictFault.Malformed },
        { "a megabyte", VerdictFault.Malformed },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_one_is_refused(string forgery, VerdictFault fault)
    {
        var (verdict, expected) = await DecideAsync(session => session.Accepted());

        var check = await _verifier.VerifyAsync(Forge(forgery, verdict), expected);

        Assert.Equal((fault, false), (check.Fault, check.IsAccepted));
        Assert.Null(check.Verdict);
    }

    [Fact]
    public async Task It_is_taken_until_half_a_minute_after_its_end()
    {
        var (verdict, expected) = await DecideAsync(session => session.Accepted());

        _host.Clock.Advance(TimeSpan.FromSeconds(328));
        var late = await _verifier.VerifyAsync(verdict, expected);
        _host.Clock.Advance(TimeSpan.FromSeconds(4));
        var over = await _verifier.VerifyAsync(verdict, expected);

        Assert.Equal((null, VerdictFault.Expired), (late.Fault, over.Fault));
    }

    [Fact]
    public void What_is_expected_is_what_was_asked_for()
    {
        var asked = new NewSession { Purpose = SessionPurpose.Verify, Subject = "ada", Nonce = Nonce, Policy = "strict" };
        var started = new StartedSession(Guid.NewGuid(), "token", default, "another", "rp:1", "/hub", []);

        var expected = VerdictExpectation.Of(asked, started);

        Assert.Equal((started.Id, Nonce, "rp:1", SessionPurpose.Verify, "ada", "strict"),
            (expected.Session, expected.Nonce, expected.Audience, expected.Purpose, expected.Subject, expected.Policy));
    }

    public async ValueTask InitializeAsync()
    {
        _party = await _host.RelyingPartyAsync();
        _verifier = new(_host.CreateClient(), time: _host.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        _party.Dispose();
        await _host.DisposeAsync();
    }

    async Task<(string Verdict, VerdictExpectation Expected)> DecideAsync(Func<LiveSession, AuthDecision> decide)
    {
        await _host.EnrollAsync(_party, "ada");
        var session = await LiveSession.OpenAsync(
            _host, _party, new { purpose = "verify", subject = "ada", nonce = Nonce, policy = "standard" });
        session.Run.Says(new AuthEvent.Decided(decide(session)));
        var stored = await session.EndAsync();
        return (stored.Verdict!, new()
        {
            Session = stored.Id,
            Nonce = Nonce,
            Audience = stored.Owner,
            Purpose = SessionPurpose.Verify,
            Subject = "ada",
            Policy = "standard",
        });
    }

    string Forge(string forgery, string verdict)
    {
        var parts = verdict.Split('.');
        var claims = JsonSerializer.Deserialize<Dictionary<string, object>>(Base64UrlEncoder.Decode(parts[1]))!;
        var key = _host.Services.GetRequiredService<SigningKey>();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        switch (forgery)
        {
            case "no signature": return $"{Encoded("""{"alg":"none","typ":"faceauth-verdict+jwt"}""")}.{parts[1]}.";
            case "signed by HMAC with the public key":
                var head = Encoded($$"""{"alg":"HS256","typ":"faceauth-verdict+jwt","kid":"{{key.Id}}"}""");
                var mac = HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.Public.X), Encoding.ASCII.GetBytes($"{head}.{parts[1]}"));
                return $"{head}.{parts[1]}.{Base64UrlEncoder.Encode(mac)}";
            case "another key under the same id": return Signed(new ECDsaSecurityKey(other) { KeyId = key.Id }, claims);
            case "another key in its own head": return Signed(new ECDsaSecurityKey(other) { KeyId = "mine" }, claims);
            case "no key id": return Signed(new ECDsaSecurityKey(other), claims);
            case "another payload":
                claims["sub"] = "eve";
                return $"{parts[0]}.{Encoded(JsonSerializer.Serialize(claims))}.{parts[2]}";
            case "another typ": return Signed(key.Credentials.Key, claims, ReceiptSigner.TokenType);
            case "something critical":
                return Signed(key.Credentials.Key, claims, head: new() { ["crit"] = (string[])["b64"], ["b64"] = false });
            case "four parts": return verdict + "." + parts[2];
            case "nothing": return "";
            case "a megabyte": return $"{parts[0]}.{new string('A', 1 << 20)}.{parts[2]}";
        }

        var (name, value) = forgery switch
        {
            "another issuer" => ("iss", (object?)"https://other.example.org"),
            "another audience" => ("aud", "rp:another"),
            "no end" => ("exp", null),
            "an end that is over" => ("exp", _host.Clock.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds()),
            "another session" => ("sid", Guid.NewGuid().ToString()),
            "another nonce" => ("nonce", "nonce-1235"),
            "an enrolment" => ("purpose", "enroll"),
            "another subject" => ("sub", "eve"),
            "nobody" => ("sub", null),
            "another policy" => ("policy", "passive"),
            "an unknown purpose" => ("purpose", "greet"),
            "accepted as a word" => ("accepted", "yes"),
            _ => throw new ArgumentException(forgery),
        };
        claims.Remove(name);
        if (value is not null) claims[name] = value;
        return Signed(key.Credentials.Key, claims);
    }

    static string Signed(
        SecurityKey key, Dictionary<string, object> claims, string type = VerdictSigner.TokenType,
        Dictionary<string, object>? head = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Claims = claims,
            AdditionalHeaderClaims = head,
            SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256) { CryptoProviderFactory = Uncached },
        });

    static string Encoded(string text) => Base64UrlEncoder.Encode(text);
}
