using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One audit entry as stored, numbered in the order of arrival.</summary>
internal sealed class AuditRow
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    public string Action { get; set; } = "";

    public string Actor { get; set; } = "";

    public Guid? SessionId { get; set; }

    public Guid? SubjectId { get; set; }

    public string? Details { get; set; }

    /// <summary>Keyed authenticator over the row's other fields; empty in rows of versions that had none.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<AuditRow> row)
    {
        row.Property(a => a.Action).HasMaxLength(Limits.Action);
        row.Property(a => a.Actor).HasMaxLength(Limits.Owner);
        row.HasIndex(a => a.Actor);
    }
}
