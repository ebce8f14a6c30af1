using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Security;

/// <summary>The operator's key: only its hash is kept, and compared in constant time. Safe from many threads.</summary>
internal sealed class OperatorKey
{
    readonly byte[]? _hash;

    public OperatorKey(IOptions<OperatorOptions> options) => _hash = Read(options.Value) is { } key ? HashOf(key) : null;

    /// <summary>Whether there is one.</summary>
    public bool IsSet => _hash is not null;

    public bool Matches(string key) => _hash is not null && CryptographicOperations.FixedTimeEquals(HashOf(key), _hash);

    /// <summary>The key that the options name; null for none.</summary>
    public static string? Read(OperatorOptions options) =>
        (options.Key ?? (options.KeyFile is { } file ? File.ReadAllText(file) : null))?.Trim();

    static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
