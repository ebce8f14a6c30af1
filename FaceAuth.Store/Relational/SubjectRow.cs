using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One subject as stored. Deleting the row destroys the key, and with it every sealed template.</summary>
internal sealed class SubjectRow
{
    public Guid Id { get; set; }

    public string Owner { get; set; } = "";

    /// <summary>What the owner's name for it is found by; null in earlier versions' rows until the first start has sealed them.</summary>
    public byte[]? NameHash { get; set; }

    /// <summary>The name, sealed under the subject's key; null where that was changed before.</summary>
    public byte[]? SealedName { get; set; }

    /// <summary>The name as earlier versions stored it; empty once it is sealed.</summary>
    public string ClearName { get; set; } = "";

    /// <summary>The subject's own key, wrapped by the master key.</summary>
    public byte[] WrappedKey { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was last enrolled or accepted, to the day; null in rows of versions that did not keep it.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public List<TemplateRow> Templates { get; } = [];

    public static void Configure(EntityTypeBuilder<SubjectRow> row)
    {
        row.Property(s => s.Owner).HasMaxLength(Limits.Owner);
        row.Property(s => s.ClearName).HasMaxLength(Limits.ExternalId);
        row.HasIndex(s => new { s.Owner, s.NameHash }).IsUnique();
        row.HasIndex(s => new { s.Owner, s.Id });
        row.HasIndex(s => s.LastUsedAt);
        row.HasMany(s => s.Templates).WithOne(t => t.Subject).HasForeignKey(t => t.SubjectId);
    }
}
