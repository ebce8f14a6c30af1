using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Security;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Tests.Verdicts;

public sealed class VerdictTests : IAsyncLifetime
{
    readonly HostApplication _host = new(("Signaling:Issuer", "https://faceauth.example.org"));
    HttpClient _party = null!;

    [Fact]
    public async Task The_signature_checks_with_nothing_but_the_published_key()
    {
        var verdict = await DecideAsync(session => session.Accepted());
        var parts = verdict.Split('.');
        var key = (await _party.JsonAsync("/.well-known/jwks.json")).GetProperty("keys")[0];
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = Bytes(key.GetProperty("x").GetString()!), Y = Bytes(key.GetProperty("y").GetString()!) },
        });

        var isValid = ecdsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Bytes(parts[2]), HashAlgorithmName.SHA256);
        var isStillValid = ecdsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}x"), Bytes(parts[2]), HashAlgorithmName.SHA256);

        Assert.Equal((true, false), (isValid, isStillValid));
        var header = JsonDocument.Parse(Bytes(parts[0])).RootElement;
        Assert.Equal(("ES256", "faceauth-verdict+jwt", key.GetProperty("kid").GetString()),
            (header.GetProperty("alg").GetString(), header.GetProperty("typ").GetString(), header.GetProperty("kid").GetString()));
        Assert.Equal(["kty", "crv", "x", "y", "use", "alg", "kid"], key.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Whoever_creates_a_session_is_told_whom_its_verdict_will_be_for()
    {
        var created = await _party.CreateSessionAsync(new { purpose = "identify" });

        var verdict = await DecideAsync(session => session.Accepted());

        Assert.Equal(ClaimsOf(verdict).GetProperty("aud").GetString(), created.GetProperty("audience").GetString());
    }

    [Fact]
    public async Task A_verdict_says_what_was_decided_about_whom_for_whom_and_over_which_connection()
    {
        var verdict = await DecideAsync(session => session.Accepted());

        var claims = ClaimsOf(verdict);
        var session = (await _host.Sessions.FindAsync(claims.GetProperty("sid").GetGuid(), default))!;
        var now = _host.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(
            [
                "accepted", "aud", "dtls", "enrolledAt", "exp", "iat", "iss", "jti", "models", "nonce", "pack", "policy", "purpose",
                "reasons", "sid", "sub",
            ],
            claims.EnumerateObject().Select(claim => claim.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("https://faceauth.example.org", session.Owner, "ada"),
            (claims.GetProperty("iss").GetString(), claims.GetProperty("aud").GetString(), claims.GetProperty("sub").GetString()));
        Assert.Equal(now, claims.GetProperty("enrolledAt").GetInt64());
        Assert.Equal((now, now + 300), (claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64()));
        Assert.Equal(("nonce-1234", "verify", "standard", "permissive"), (claims.GetProperty("nonce").GetString(),
            claims.GetProperty("purpose").GetString(), claims.GetProperty("policy").GetString(), claims.GetProperty("pack").GetString()));
        Assert.True(claims.GetProperty("accepted").GetBoolean());
        Assert.Equal("[]", claims.GetProperty("reasons").GetRawText());
        Assert.Equal("""["detector","embedder"]""", claims.GetProperty("models").GetRawText());
        Assert.Equal("""{"local":"sha-256 AA:01","remote":"sha-256 BB:02"}""", claims.GetProperty("dtls").GetRawText());
        Assert.Equal(session.Verdict, verdict);
    }

    [Fact]
    public async Task A_rejection_is_signed_with_its_reasons()
    {
        var verdict = await DecideAsync(_ => LiveSession.Rejected(ReasonCode.NotSamePerson));

        var claims = ClaimsOf(verdict);
        Assert.False(claims.GetProperty("accepted").GetBoolean());
        Assert.Equal("""["not_same_person"]""", claims.GetProperty("reasons").GetRawText());
        Assert.Equal("ada", claims.GetProperty("sub").GetString());
    }

    [Fact]
    public async Task Nobody_found_is_nobody_named()
    {
        var session = await LiveSession.OpenAsync(_host, _party, new { purpose = "identify" });

        session.Run.Says(new AuthEvent.Decided(LiveSession.Rejected(ReasonCode.NotSamePerson)));

        Assert.False(ClaimsOf((await session.EndAsync()).Verdict!).TryGetProperty("sub", out _));
    }

    [Fact]
    public async Task Somebody_found_is_named()
    {
        var subject = await _host.EnrollAsync(_party, "ada");
        var session = await LiveSession.OpenAsync(_host, _party, new { purpose = "identify" });

        session.Run.Says(new AuthEvent.Decided(session.Accepted() with { SubjectId = subject }));

        Assert.Equal("ada", ClaimsOf((await session.EndAsync()).Verdict!).GetProperty("sub").GetString());
    }

    [Theory]
    [InlineData("similarity")]
    [InlineData("0.71")]
    [InlineData("live")]
    public async Task No_score_is_in_it(string word)
    {
        var verdict = await DecideAsync(session => session.Accepted());

        Assert.DoesNotContain(word, ClaimsOf(verdict).GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_verdict_is_no_token()
    {
        var verdict = await DecideAsync(session => session.Accepted());
        using var client = _host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", verdict);

        using var answer = await client.GetAsync("/v1/subjects");

        await answer.AssertProblemAsync(System.Net.HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Fact]
    public async Task The_key_is_the_same_after_a_restart_and_nobody_else_may_read_it()
    {
        var id = (await _party.JsonAsync("/.well-known/jwks.json")).GetProperty("keys")[0].GetProperty("kid").GetString();

        using var reloaded = SigningKey.Load(new(), _host.Folder);

        Assert.Equal(id, reloaded.Id);
        var file = Path.Combine(_host.Folder, "signing-key.pem");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file));
    }

    public async ValueTask InitializeAsync() => _party = await _host.RelyingPartyAsync();

    public async ValueTask DisposeAsync()
    {
        _party.Dispose();
        await _host.DisposeAsync();
    }

    async Task<string> DecideAsync(Func<LiveSession, AuthDecision> decide)
    {
        await _host.EnrollAsync(_party, "ada");
        var session = await LiveSession.OpenAsync(_host, _party, new { purpose = "verify", subject = "ada", nonce = "nonce-1234" });
        await session.OpenChannelAsync();
        session.Run.Says(new AuthEvent.Decided(decide(session)));
        return (await session.LastAsync()).Last.GetProperty("verdict").GetString()!;
    }

    static JsonElement ClaimsOf(string verdict) => JsonDocument.Parse(Bytes(verdict.Split('.')[1])).RootElement;

    static byte[] Bytes(string base64Url) => Base64UrlEncoder.DecodeBytes(base64Url);
}
