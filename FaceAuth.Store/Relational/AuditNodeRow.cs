using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>The head of one node's audit chain.</summary>
internal sealed class AuditNodeRow
{
    public string Node { get; set; } = "";

    /// <summary>Of the last entry; 0 before the first.</summary>
    public long Sequence { get; set; }

    /// <summary>Of the last entry; zeros before the first.</summary>
    public byte[] Hash { get; set; } = [];

    /// <summary>Number of the last checkpoint; 0 before the first.</summary>
    public long Checkpoints { get; set; }

    /// <summary>The entry that the last checkpoint signs.</summary>
    public long SignedThrough { get; set; }

    /// <summary>Keyed authenticator over the row's other fields.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<AuditNodeRow> row)
    {
        row.HasKey(n => n.Node);
        row.Property(n => n.Node).HasMaxLength(Limits.Node);
        // two that append to one chain at the same time would fork it: whatever else fails, the second of them does
        row.Property(n => n.Sequence).IsConcurrencyToken();
        row.Property(n => n.Checkpoints).IsConcurrencyToken();
    }
}
