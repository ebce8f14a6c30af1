using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>Says that a question was answered, until it would have run out.</summary>
internal sealed class UsedQuestionRow
{
    /// <summary>The first half of a hash over the question's own id.</summary>
    public Guid Id { get; set; }

    /// <summary>Who was asked; empty for anybody.</summary>
    public string Owner { get; set; } = "";

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<UsedQuestionRow> row)
    {
        row.Property(q => q.Id).ValueGeneratedNever();
        row.Property(q => q.Owner).HasMaxLength(Limits.Owner);
        row.HasIndex(q => new { q.Owner, q.ExpiresAt });
        row.HasIndex(q => q.ExpiresAt);
    }
}
