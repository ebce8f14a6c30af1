using System.Security.Cryptography;
using System.Text;

namespace FaceAuth.Store.Redis;

/// <summary>Names of keys in Redis, in which no address, subject or session can be read.</summary>
/// <remarks>
/// A name's end is HMAC-SHA256 of what it stands for, cut to 128 bits: there are few enough IPv4 addresses to try a plain hash of each.
/// </remarks>
/// <param name="prefix">What all names begin with.</param>
/// <param name="key">The same on every node.</param>
internal sealed class RedisNames(string prefix, byte[] key)
{
    const int Bytes = 16;

    /// <summary>A key of one kind for one thing.</summary>
    public string Of(string kind, string thing)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}:{thing}"), hash);
        return $"{prefix}:{kind}:{Convert.ToHexStringLower(hash[..Bytes])}";
    }

    /// <summary>A name that is about nobody.</summary>
    public string Plain(string name) => $"{prefix}:{name}";
}
