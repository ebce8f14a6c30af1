using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One figure of one day as stored.</summary>
internal sealed class DailyFigureRow
{
    public DateOnly Day { get; set; }

    public string Owner { get; set; } = "";

    public SessionPurpose Purpose { get; set; }

    public string Policy { get; set; } = "";

    public string Outcome { get; set; } = "";

    public string Reason { get; set; } = "";

    public long Sessions { get; set; }

    /// <summary>Of all the sessions together.</summary>
    public long Milliseconds { get; set; }

    public static void Configure(EntityTypeBuilder<DailyFigureRow> row)
    {
        row.HasKey(f => new { f.Day, f.Owner, f.Purpose, f.Policy, f.Outcome, f.Reason });
        row.Property(f => f.Owner).HasMaxLength(Limits.Owner);
        row.Property(f => f.Policy).HasMaxLength(Limits.Policy);
        row.Property(f => f.Outcome).HasMaxLength(Limits.Outcome);
        row.Property(f => f.Reason).HasMaxLength(Limits.Outcome);
    }
}
