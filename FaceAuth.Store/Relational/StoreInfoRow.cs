using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>The one row that says which master key this database belongs to.</summary>
internal sealed class StoreInfoRow
{
    public const int TheId = 1;

    public int Id { get; set; } = TheId;

    /// <summary>Derived from the master key; gives away nothing about the keys that protect data.</summary>
    public byte[] KeyCheck { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the last retention run ended; null before the first.</summary>
    public DateTimeOffset? RetentionAt { get; set; }

    public static void Configure(EntityTypeBuilder<StoreInfoRow> row) => row.Property(i => i.Id).ValueGeneratedNever();
}
