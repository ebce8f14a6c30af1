using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FaceAuth.Client;

/// <summary>Checks who sent a webhook's request, as Standard Webhooks has it. Safe from many threads.</summary>
/// <remarks>
/// HMAC-SHA256 over "id.timestamp.body" by each secret, compared in constant time.
/// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
/// </remarks>
public sealed class WebhookVerifier
{
    const string SecretMark = "whsec_", SignatureMark = "v1,";
    const int MostSecrets = 8, MostSignatures = 16, LongestId = 256, LongestBody = 1 << 20;
    static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    readonly byte[][] _keys;
    readonly TimeProvider _time;

    /// <summary>A verifier of one webhook's requests.</summary>
    /// <param name="secrets">As the server showed them, "whsec_…": one, and while it is rotated the new and the old one.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">A secret is none; the message does not repeat it.</exception>
    public WebhookVerifier(IEnumerable<string> secrets, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        _keys = [.. secrets.Select(KeyOf)];
        _time = time ?? TimeProvider.System;
        if (_keys.Length is 0 or > MostSecrets) throw new ArgumentException($"A webhook has 1 to {MostSecrets} secrets.", nameof(secrets));
    }

    /// <summary>Looks at a request. Never throws for what it holds.</summary>
    /// <param name="id">The header <c>webhook-id</c>; null where there is none.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>.</param>
    /// <param name="signature">The header <c>webhook-signature</c>.</param>
    /// <param name="body">The body's bytes, as they came.</param>
    public WebhookCheck Verify(string? id, string? timestamp, string? signature, ReadOnlySpan<byte> body)
    {
        // a dot in the id would let the parts be cut elsewhere
        if (id is not { Length: > 0 and <= LongestId } || id.Contains('.') || string.IsNullOrEmpty(signature)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return Not(WebhookFault.BadHeaders);
        if (seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            || (_time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Tolerance)
            return Not(WebhookFault.NotNow);
        if (body.Length > LongestBody) return Not(WebhookFault.BadBody);
        if (!IsSigned($"{id}.{timestamp}.", signature, body)) return Not(WebhookFault.WrongSignature);
        try
        {
            if (JsonSerializer.Deserialize(body, ClientJson.Default.EventBody) is { Type: { } type, Timestamp: { } at, Data: { } data })
                return new(new(id, type, at, data), null);
        }
        catch (JsonException)
        {
        }

        return Not(WebhookFault.BadBody);
    }

    bool IsSigned(string head, string signature, ReadOnlySpan<byte> body)
    {
        var signed = new byte[Encoding.UTF8.GetByteCount(head) + body.Length];
        body.CopyTo(signed.AsSpan(Encoding.UTF8.GetBytes(head, signed)));
        Span<byte> right = stackalloc byte[HMACSHA256.HashSizeInBytes], given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isSigned = false;
        foreach (var one in signature.Split(' ', MostSignatures + 1).Take(MostSignatures))
        {
            if (!one.StartsWith(SignatureMark, StringComparison.Ordinal)
                || !Convert.TryFromBase64Chars(one.AsSpan(SignatureMark.Length), given, out var length) || length != given.Length) continue;
            foreach (var key in _keys)   // all of them, whichever is right
            {
                HMACSHA256.HashData(key, signed, right);
                isSigned |= CryptographicOperations.FixedTimeEquals(right, given);
            }
        }

        return isSigned;
    }

    static byte[] KeyOf(string secret)
    {
        var key = new byte[256];
        if (secret is null || !secret.StartsWith(SecretMark, StringComparison.Ordinal)
            || !Convert.TryFromBase64Chars(secret.AsSpan(SecretMark.Length), key, out var length) || length < 16)
            throw new ArgumentException("A webhook's secret begins with whsec_ and goes on in base64.", nameof(secret));
        return key[..length];
    }

    static WebhookCheck Not(WebhookFault fault) => new(null, fault);
}
