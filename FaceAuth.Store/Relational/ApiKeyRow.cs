using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One API key as stored: its hash, never the key.</summary>
internal sealed class ApiKeyRow : IAuthenticatedRow
{
    public Guid Id { get; set; }

    public Guid PartyId { get; set; }

    public RelyingPartyRow? Party { get; set; }

    /// <summary>The first 8 bytes of <see cref="Hash"/>, to find the row by; the rest is compared in constant time.</summary>
    public long Prefix { get; set; }

    /// <summary>SHA-256 of the key's text, 32 bytes.</summary>
    public byte[] Hash { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>What it may be used for, separated by spaces; null for everything, as in rows of versions that had none.</summary>
    public string? Scopes { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Over all but the last use: see <see cref="RelyingParties.ApiKeySeal"/>.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<ApiKeyRow> row)
    {
        row.Property(k => k.Scopes).HasMaxLength(Limits.Scopes);
        row.HasIndex(k => k.Prefix);
    }
}
