using System.Security.Cryptography;
using System.Text;
using FaceAuth.Signaling.Security;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Tests.Security;

public sealed class SigningKeyTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-key-").FullName;

    [Fact]
    public void The_id_is_the_thumbprint_of_rfc_7638()
    {
        using var key = SigningKey.Load(new(), _folder);

        // RFC 7638 §3.2: the required members of an EC key, in order, without spaces.
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{key.Public.X}}","y":"{{key.Public.Y}}"}""";
        Assert.Equal(Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))), key.Id);
    }

    [Fact]
    public void Of_many_processes_that_start_at_once_all_use_one_key()
    {
        var ids = new string[16];

        Parallel.For(0, ids.Length, i =>
        {
            using var key = SigningKey.Load(new(), _folder);
            ids[i] = key.Id;
        });

        Assert.Single(ids.Distinct());
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_key_may_come_from_the_settings_or_a_file()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = Path.Combine(_folder, "own.pem");
        File.WriteAllText(file, made.ExportECPrivateKeyPem());

        using var fromText = SigningKey.Load(new() { Key = made.ExportPkcs8PrivateKeyPem() }, _folder);
        using var fromFile = SigningKey.Load(new() { KeyFile = file }, _folder);

        Assert.Equal(fromText.Id, fromFile.Id);
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("P-384")]
    [InlineData("public")]
    [InlineData("RSA")]
    public void Another_kind_of_key_is_refused_with_what_to_do(string kind)
    {
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        var pem = kind switch
        {
            "P-384" => p384.ExportPkcs8PrivateKeyPem(),
            "public" => p256.ExportSubjectPublicKeyInfoPem(),
            "RSA" => rsa.ExportPkcs8PrivateKeyPem(),
            _ => kind,
        };

        var fault = Assert.Throws<InvalidOperationException>(() => SigningKey.Load(new() { Key = pem }, _folder));

        Assert.Contains("openssl genpkey", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => SigningKey.Load(new() { KeyFile = "/nowhere/key.pem" }, _folder));

        Assert.Contains("/nowhere/key.pem", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_never_print_the_key()
    {
        Assert.DoesNotContain("s3cret", new SigningOptions { Key = "s3cret" }.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
