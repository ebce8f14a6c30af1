using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One node that runs, or ran and told nobody that it ended.</summary>
internal sealed class NodeRow
{
    public Guid Id { get; set; }

    /// <summary>Grows for as long as the node lives.</summary>
    public long Beat { get; set; }

    public static void Configure(EntityTypeBuilder<NodeRow> row) => row.Property(n => n.Id).ValueGeneratedNever();
}
