using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>That a subject is in a group. It goes with either of them.</summary>
internal sealed class GroupMemberRow
{
    public Guid GroupId { get; set; }

    public Guid SubjectId { get; set; }

    /// <summary>Keyed authenticator over the group, its owner and name, and the subject.</summary>
    public byte[] Authenticator { get; set; } = [];

    public GroupRow? Group { get; set; }

    public SubjectRow? Subject { get; set; }

    public static void Configure(EntityTypeBuilder<GroupMemberRow> row)
    {
        row.HasKey(m => new { m.GroupId, m.SubjectId });
        row.HasIndex(m => m.SubjectId);
        row.HasOne(m => m.Subject).WithMany().HasForeignKey(m => m.SubjectId);
    }
}
