using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FaceAuth.Store.Contracts;

/// <summary>Which templates of one model a subject has: equal as long as none comes or goes.</summary>
/// <remarks>Says nothing of what is in them. The default value is that of none at all.</remarks>
/// <param name="Value">The first eight bytes of the SHA-256 of the templates' ids in order.</param>
public readonly record struct TemplateSetVersion(ulong Value)
{
    /// <summary>The version of these templates, in whatever order.</summary>
    internal static TemplateSetVersion Of(IEnumerable<Guid> ids)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        var any = false;
        foreach (var id in ids.Order())
        {
            any = true;
            id.TryWriteBytes(bytes);
            hash.AppendData(bytes[..16]);
        }

        if (!any) return default;
        hash.GetHashAndReset(bytes);
        return new(BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}
