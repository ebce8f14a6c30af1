using System.Security.Cryptography;
using System.Text;

namespace FaceAuth.Signaling.Webhooks;

/// <summary>Signs what a webhook is told, as the Standard Webhooks specification has it.</summary>
/// <remarks>
/// HMAC-SHA256 over "id.timestamp.body", <c>v1,</c> and base64; several secrets sign side by side, separated by spaces.
/// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
/// </remarks>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    const string SecretMark = "whsec_";

    /// <summary>The header <c>webhook-signature</c>.</summary>
    /// <param name="secrets">As they are shown to their owner: "whsec_" and base64.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="body">The body.</param>
    public static string Of(IEnumerable<string> secrets, string id, long timestamp, string body)
    {
        var signed = Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}");
        return string.Join(' ', secrets.Select(secret =>
            $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretMark.Length..]), signed))}"));
    }
}
