using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>Says that a subject's templates or groups have changed, for the search indexes of other processes.</summary>
/// <remarks>Written in the transaction of the change. Only the latest are kept.</remarks>
internal sealed class ChangeRow
{
    /// <summary>In the order in which they were written, which need not be that of the commits.</summary>
    public long Id { get; set; }

    public string Owner { get; set; } = "";

    /// <summary>The model whose templates changed; null for all models.</summary>
    public string? ModelId { get; set; }

    /// <summary>Whose; null when a whole group went.</summary>
    public Guid? SubjectId { get; set; }

    /// <summary>The group that went; null for a subject's change.</summary>
    public Guid? GroupId { get; set; }

    public static void Configure(EntityTypeBuilder<ChangeRow> row)
    {
        row.Property(c => c.Owner).HasMaxLength(Limits.Owner);
        row.Property(c => c.ModelId).HasMaxLength(Limits.ModelId);
    }
}
