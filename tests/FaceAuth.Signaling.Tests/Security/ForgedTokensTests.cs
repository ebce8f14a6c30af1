using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>A user's access token that somebody else wrote, or rewrote.</summary>
public sealed class ForgedTokensTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Theory]
    [InlineData("""{"alg":"none","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"None","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"HS256","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"KID"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","jwk":JWK}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","jku":"https://evil.example.org/jwks.json"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","x5u":"https://evil.example.org/cert.pem"}""")]
    public async Task Neither_the_algorithm_nor_the_key_is_taken_from_its_header(string header)
    {
        using var user = await _host.UserAsync();
        var parts = user.DefaultRequestHeaders.Authorization!.Parameter!.Split('.');
        var published = await user.JsonAsync("/.well-known/jwks.json");
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = own.ExportParameters(false).Q;
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}"}""";
        var kid = published.GetProperty("keys")[0].GetProperty("kid").GetString();
        header = header.Replace("JWK", jwk, StringComparison.Ordinal).Replace("KID", kid, StringComparison.Ordinal);
        var text = Encoding.ASCII.GetBytes($"{Base64UrlEncoder.Encode(header)}.{parts[1]}");
        byte[] signature = header.Contains("one\"", StringComparison.Ordinal) ? []
            : header.Contains("HS256", StringComparison.Ordinal) ? HMACSHA256.HashData(Encoding.UTF8.GetBytes(published.GetRawText()), text)
            : own.SignData(text, HashAlgorithmName.SHA256);
        using var forger = _host.CreateClient();
        forger.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", $"{Encoding.ASCII.GetString(text)}.{Base64UrlEncoder.Encode(signature)}");

        using var answer = await forger.GetAsync("/v1/subjects");

        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.Equal(HttpStatusCode.OK, (await user.GetAsync("/v1/subjects")).StatusCode);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
