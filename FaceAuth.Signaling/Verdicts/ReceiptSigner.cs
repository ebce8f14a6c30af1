using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Verdicts;

/// <summary>Writes what an erasure took away as a signed receipt: a compact JWS (RFC 7515) with ES256, without an end.</summary>
/// <remarks>It holds the subject's name for its owner, who keeps it; here the name is gone. Safe from many threads.</remarks>
internal sealed class ReceiptSigner(TokenIssuer issuer)
{
    /// <summary>The <c>typ</c> of a receipt.</summary>
    public const string TokenType = "faceauth-erasure+jwt";

    /// <summary>Signs the receipt of a subject's erasure.</summary>
    public string Sign(Subject subject, Erasure erasure) => issuer.Sign(TokenType, subject.Owner, null, new Dictionary<string, object>
    {
        ["sub"] = subject.ExternalId,
        ["erased"] = new Dictionary<string, object>
        {
            ["at"] = erasure.At.ToUnixTimeSeconds(),
            ["id"] = subject.Id.ToString(),
            ["templates"] = erasure.Templates,
            ["verdicts"] = erasure.Verdicts,
            ["consents"] = erasure.Consents,
            ["groups"] = erasure.Groups,
            ["pictures"] = erasure.Pictures,
        },
    });
}
