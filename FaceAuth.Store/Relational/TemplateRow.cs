using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One template as stored: protected twice, never plain.</summary>
internal sealed class TemplateRow
{
    public Guid Id { get; set; }

    public Guid SubjectId { get; set; }

    public SubjectRow? Subject { get; set; }

    public string ModelId { get; set; } = "";

    /// <summary>Which transform key <see cref="Protected"/> was made with.</summary>
    public int Generation { get; set; }

    /// <summary>Length of the vector; the same for all templates of a model.</summary>
    public int Dimension { get; set; }

    /// <summary>The transformed unit vector: float32, little-endian, 4 × <see cref="Dimension"/> bytes.</summary>
    public byte[] Protected { get; set; } = [];

    /// <summary>The original vector, sealed under the subject's key.</summary>
    public byte[] Sealed { get; set; } = [];

    public float Quality { get; set; }

    public TemplateOrigin Origin { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Keyed authenticator over the row's other fields; empty in rows of versions that had none.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<TemplateRow> row)
    {
        row.Property(t => t.ModelId).HasMaxLength(Limits.ModelId);
        row.HasIndex(t => new { t.SubjectId, t.ModelId });
        row.HasIndex(t => t.ModelId);
    }
}
