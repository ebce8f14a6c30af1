using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>The course of one session as stored. It goes with its session.</summary>
internal sealed class SessionCourseRow
{
    public Guid SessionId { get; set; }

    public SessionRow? Session { get; set; }

    /// <summary>What the person was told and asked, and how the evidence grew: JSON, sealed and bound to the session.</summary>
    public byte[] SealedCourse { get; set; } = [];

    public static void Configure(EntityTypeBuilder<SessionCourseRow> row)
    {
        row.HasKey(c => c.SessionId);
        row.HasOne(c => c.Session).WithOne().HasForeignKey<SessionCourseRow>(c => c.SessionId);
    }
}
