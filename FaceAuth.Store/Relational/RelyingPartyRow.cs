using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One relying party as stored.</summary>
internal sealed class RelyingPartyRow
{
    public Guid Id { get; set; }

    public string Name { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public List<ApiKeyRow> Keys { get; } = [];

    public static void Configure(EntityTypeBuilder<RelyingPartyRow> row)
    {
        row.Property(r => r.Name).HasMaxLength(Limits.PartyName);
        row.HasIndex(r => r.Name).IsUnique();
        row.HasMany(r => r.Keys).WithOne(k => k.Party).HasForeignKey(k => k.PartyId);
    }
}
