using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>A row that was found altered, so that it is reported once and named until its subject is enrolled again or erased.</summary>
internal sealed class AlteredRow
{
    public RowKind Kind { get; set; }

    /// <summary>Of a template or a session; empty for an audit entry or a run of a job.</summary>
    public Guid RowId { get; set; }

    /// <summary>Of an audit entry or a run of a job; 0 for others.</summary>
    public long Number { get; set; }

    /// <summary>Whose it is said to be; the row may lie in this too.</summary>
    public Guid? SubjectId { get; set; }

    public DateTimeOffset FoundAt { get; set; }

    /// <summary>Over all of it: see <see cref="Audit.AlteredSeal"/>. Empty in rows of versions without: told anew.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<AlteredRow> row)
    {
        row.HasKey(a => new { a.Kind, a.RowId, a.Number });
        row.HasIndex(a => a.SubjectId);
    }
}
