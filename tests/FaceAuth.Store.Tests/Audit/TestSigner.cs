using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Tests.Audit;

/// <summary>An ES256 key, as a host has one.</summary>
internal sealed class TestSigner : IAuditSigner, IDisposable
{
    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly string _x;
    readonly string _y;

    public TestSigner()
    {
        var point = _key.ExportParameters(false).Q;
        (_x, _y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        KeyId = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(
            $$"""{"crv":"P-256","kty":"EC","x":"{{_x}}","y":"{{_y}}"}""")));
    }

    public string KeyId { get; }

    public string PublicKey => $$"""{"kty":"EC","crv":"P-256","x":"{{_x}}","y":"{{_y}}","kid":"{{KeyId}}"}""";

    public string Jwks => $$"""{"keys":[{{PublicKey}}]}""";

    public byte[] Sign(ReadOnlySpan<byte> data) => _key.SignData(data, HashAlgorithmName.SHA256);

    public void Dispose() => _key.Dispose();
}
