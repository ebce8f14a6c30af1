using System.Security.Cryptography;
using System.Text.Json;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Where requests came from, as it lies sealed in audit entries.</summary>
internal sealed class AuditOrigins(AddressSeal seal)
{
    public byte[]? Seal(AuditOrigin? origin, string node, long sequence)
    {
        if (origin is null or { Address: null, UserAgent: null }) return null;
        var plain = JsonSerializer.SerializeToUtf8Bytes(new Plain(origin.Address, origin.UserAgent));
        try
        {
            return seal.Seal(plain, node, sequence);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Opens an entry's; false where there is one that does not open.</summary>
    public bool TryOpen(AuditRow entry, out AuditOrigin? origin)
    {
        origin = null;
        if (entry.Origin is null) return true;
        if (entry.Node is null || seal.TryOpen(entry.Origin, entry.Node, entry.Sequence) is not { } plain) return false;
        var read = JsonSerializer.Deserialize<Plain>(plain)!;
        CryptographicOperations.ZeroMemory(plain);
        origin = new(read.Address, read.UserAgent);
        return true;
    }

    sealed record Plain(string? Address, string? UserAgent)
    {
        public override string ToString() => "‹private›";
    }
}
