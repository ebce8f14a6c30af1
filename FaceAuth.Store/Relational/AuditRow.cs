using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One audit entry as stored, numbered in the order of arrival and, within its node's chain, without gaps.</summary>
internal sealed class AuditRow
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    public string Action { get; set; } = "";

    public string Actor { get; set; } = "";

    public Guid? SessionId { get; set; }

    public Guid? SubjectId { get; set; }

    public string? Details { get; set; }

    public string? Outcome { get; set; }

    /// <summary>Reason codes as a JSON array of strings; null where there is no outcome.</summary>
    public string? Reasons { get; set; }

    /// <summary>Models as a JSON array of strings; null where there is no outcome.</summary>
    public string? Models { get; set; }

    public string? Thresholds { get; set; }

    /// <summary>Sealed address and user agent; null where they are not known.</summary>
    public byte[]? Origin { get; set; }

    /// <summary>Whose chain it is in; null in rows of earlier versions that are in none yet.</summary>
    public string? Node { get; set; }

    /// <summary>Place in the chain, from 1.</summary>
    public long Sequence { get; set; }

    /// <summary>Hash of the entry before; zeros before the first.</summary>
    public byte[] Previous { get; set; } = [];

    /// <summary>SHA-256 over the chain's fields and the entry's.</summary>
    public byte[] Hash { get; set; } = [];

    /// <summary>Keyed authenticator over the hash and the row's number; empty in rows of versions that had none.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<AuditRow> row)
    {
        row.Property(a => a.Action).HasMaxLength(Limits.Action);
        row.Property(a => a.Actor).HasMaxLength(Limits.Owner);
        row.Property(a => a.Outcome).HasMaxLength(Limits.Outcome);
        row.Property(a => a.Thresholds).HasMaxLength(Limits.Thresholds);
        row.Property(a => a.Node).HasMaxLength(Limits.Node);
        row.HasIndex(a => a.Actor);
        // not unique: who can write a row ahead of the chain could else keep everything from being audited. The head's token forbids forks.
        row.HasIndex(a => new { a.Node, a.Sequence });
    }
}
