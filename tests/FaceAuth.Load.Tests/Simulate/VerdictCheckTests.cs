using System.Security.Cryptography;
using System.Text.Json;
using FaceAuth.Load.Simulate;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Load.Tests.Simulate;

public sealed class VerdictCheckTests : IDisposable
{
    static readonly Guid Session = Guid.Parse("01a2075b-6837-7ce8-bdf4-3bd5e6791329");

    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly VerdictCheck _check = new(Session, "nonce-1", "verify", "sha-256 AA:01", "sha-256 BB:02");

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_verdict_that_fits_is_believed(bool accepted) =>
        Assert.Null(await _check.FindFaultAsync(Sign(accepted), accepted, Keys(_key)));

    [Fact]
    public async Task One_signed_with_another_key_is_not()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal("its signature does not fit the server's keys", await _check.FindFaultAsync(Sign(true), true, Keys(other)));
    }

    [Fact]
    public async Task One_that_was_changed_is_not()
    {
        var parts = Sign(accepted: false).Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("\"accepted\":false", "\"accepted\":true", StringComparison.Ordinal);

        Assert.NotNull(await _check.FindFaultAsync($"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}", true, Keys(_key)));
    }

    [Fact]
    public async Task One_that_has_expired_is_not() =>
        Assert.Equal("it has expired", await _check.FindFaultAsync(Sign(true, lifetime: TimeSpan.FromMinutes(-20)), true, Keys(_key)));

    [Fact]
    public async Task A_token_of_another_kind_is_not() =>
        Assert.NotNull(await _check.FindFaultAsync(Sign(true, type: "faceauth-session+jwt"), true, Keys(_key)));

    [Theory]
    [InlineData("sid", "0", "it is about another session")]
    [InlineData("nonce", "nonce-2", "it has another nonce")]
    [InlineData("purpose", "enroll", "it has another purpose")]
    [InlineData("accepted", "false", "it says something else than the message it came with")]
    [InlineData("dtls", "sha-256 AA:01", "it is bound to another connection")]
    public async Task One_about_something_else_is_not(string claim, string value, string fault) =>
        Assert.Equal(fault, await _check.FindFaultAsync(Sign(true, (claim, value)), true, Keys(_key)));

    [Theory]
    [InlineData("", "{\"keys\":[]}")]
    [InlineData("a.b.c", "{\"keys\":[]}")]
    [InlineData("not a token", "not a key set")]
    public async Task Nonsense_is_not(string verdict, string keys) => Assert.NotNull(await _check.FindFaultAsync(verdict, true, keys));

    [Fact]
    public void The_fingerprint_is_found_in_an_sdp()
    {
        Assert.Equal("sha-256 AB:CD", VerdictCheck.FingerprintIn("v=0\r\na=setup:actpass\r\na=fingerprint:sha-256 AB:CD\r\n"));
        Assert.Throws<SimulateException>(() => VerdictCheck.FingerprintIn("v=0\r\n"));
    }

    string Sign(bool accepted, (string Name, object Value)? change = null, TimeSpan? lifetime = null, string type = "faceauth-verdict+jwt")
    {
        var claims = new Dictionary<string, object>
        {
            ["sid"] = Session.ToString(),
            ["nonce"] = "nonce-1",
            ["purpose"] = "verify",
            ["accepted"] = accepted,
            ["dtls"] = new Dictionary<string, object> { ["local"] = "sha-256 bb:02", ["remote"] = "sha-256 AA:01" },
        };
        if (change is { } changed) claims[changed.Name] = changed.Value;
        var expires = DateTime.UtcNow + (lifetime ?? TimeSpan.FromMinutes(5));
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = "faceauth",
            Audience = "rp:1",
            IssuedAt = expires - TimeSpan.FromMinutes(5),
            NotBefore = expires - TimeSpan.FromMinutes(5),
            Expires = expires,
            Claims = claims,
            SigningCredentials = new(new ECDsaSecurityKey(_key) { KeyId = "1" }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    static string Keys(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return JsonSerializer.Serialize(new
        {
            keys = new[]
            {
                new { kty = "EC", crv = "P-256", kid = "1", x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) },
            },
        });
    }
}
