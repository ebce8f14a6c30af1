using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One group of an owner's subjects as stored.</summary>
internal sealed class GroupRow
{
    public Guid Id { get; set; }

    public string Owner { get; set; } = "";

    public string Name { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public List<GroupMemberRow> Members { get; } = [];

    public static void Configure(EntityTypeBuilder<GroupRow> row)
    {
        row.Property(g => g.Owner).HasMaxLength(Limits.Owner);
        row.Property(g => g.Name).HasMaxLength(Limits.GroupName);
        row.HasIndex(g => new { g.Owner, g.Name }).IsUnique();
        row.HasMany(g => g.Members).WithOne(m => m.Group).HasForeignKey(m => m.GroupId);
    }
}
