using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FaceAuth.Store.RelyingParties;

/// <summary>An API key: "fa_" and 32 random bytes in base64url, 46 characters.</summary>
/// <remarks>With 256 random bits a plain SHA-256 cannot be guessed from, so no slow or salted hash is needed.</remarks>
internal static class ApiKey
{
    public const int HashBytes = 32;
    const string Mark = "fa_";
    const int SecretBytes = 32;
    const int Length = 46;

    public static string Make()
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(secret);
        var key = Mark + Base64Url.EncodeToString(secret);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    /// <summary>Hashes a well-formed key into <paramref name="hash"/>, 32 bytes; false for any other text.</summary>
    public static bool TryHash(string? key, Span<byte> hash)
    {
        if (key is not { Length: Length } || !key.StartsWith(Mark, StringComparison.Ordinal) || !Ascii.IsValid(key)) return false;
        Span<byte> text = stackalloc byte[Length];
        Encoding.ASCII.GetBytes(key, text);
        SHA256.HashData(text, hash);
        CryptographicOperations.ZeroMemory(text);
        return true;
    }

    /// <summary>What rows are found by.</summary>
    public static long Prefix(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadInt64BigEndian(hash);
}
