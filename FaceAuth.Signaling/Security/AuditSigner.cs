using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Security;

/// <summary>Signs the audit's chains with the key that signs verdicts, so that its key set checks both.</summary>
/// <remarks>The key is loaded at the first use: the store asks for a signer before it made its folder. Safe from many threads.</remarks>
internal sealed class AuditSigner(IServiceProvider services) : IAuditSigner
{
    SigningKey Signing => services.GetRequiredService<SigningKey>();

    public string KeyId => Signing.Id;

    public string? PublicKey =>
        $$"""{"kty":"EC","crv":"P-256","x":"{{Signing.Public.X}}","y":"{{Signing.Public.Y}}","alg":"ES256","kid":"{{Signing.Id}}"}""";

    public byte[] Sign(ReadOnlySpan<byte> data) => Signing.Sign(data);
}
