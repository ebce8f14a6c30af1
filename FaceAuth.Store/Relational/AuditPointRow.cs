using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>How far a chain of the audit was checked by the job, so that the next run goes on there.</summary>
internal sealed class AuditPointRow
{
    public string Node { get; set; } = "";

    /// <summary>Counts the changes of this row, so that one that was put back is told.</summary>
    public long Revision { get; set; }

    /// <summary>The last entry that was checked; 0 before the first.</summary>
    public long Sequence { get; set; }

    /// <summary>Of that entry; zeros before the first.</summary>
    public byte[] Hash { get; set; } = [];

    /// <summary>The last entry that was checked once more, from the beginning on; 0 where that begins.</summary>
    public long AgainSequence { get; set; }

    /// <summary>Of that entry; zeros where that begins.</summary>
    public byte[] AgainHash { get; set; } = [];

    public DateTimeOffset At { get; set; }

    /// <summary>Keyed authenticator over the row's other fields.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<AuditPointRow> row)
    {
        row.HasKey(p => p.Node);
        row.Property(p => p.Node).HasMaxLength(Limits.Node);
    }
}
