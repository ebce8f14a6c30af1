using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FaceAuth.Store.Audit;

/// <summary>Public halves of ES256 keys, by which checkpoints are checked, by their id. Not safe from many threads.</summary>
internal sealed class PublicKeys : IDisposable
{
    readonly Dictionary<string, ECDsa> _keys = [];

    /// <summary>Adds a JSON Web Key of curve P-256; false for any other, or where its id is not its thumbprint (RFC 7638).</summary>
    public bool TryAdd(string jwk)
    {
        try
        {
            using var document = JsonDocument.Parse(jwk);
            return TryAdd(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public bool TryAdd(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object || Text(jwk, "kty") != "EC" || Text(jwk, "crv") != "P-256") return false;
        if (Text(jwk, "x") is not { Length: 43 } x || Text(jwk, "y") is not { Length: 43 } y) return false;
        var id = Thumbprint(x, y);
        if (Text(jwk, "kid") is { } named && named != id) return false;
        if (_keys.ContainsKey(id)) return true;
        try
        {
            var point = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) };
            _keys[id] = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            return true;
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return false;
        }
    }

    public bool Has(string id) => _keys.ContainsKey(id);

    public bool Verifies(string id, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        _keys.TryGetValue(id, out var key)
        && key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose()
    {
        foreach (var key in _keys.Values) key.Dispose();
        _keys.Clear();
    }

    // https://www.rfc-editor.org/rfc/rfc7638#section-3
    static string Thumbprint(string x, string y) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));

    static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
