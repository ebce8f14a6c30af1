using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One run of a job as stored.</summary>
internal sealed class JobRunRow
{
    public long Id { get; set; }

    public string Job { get; set; } = "";

    /// <summary>Of the runs with one slot at most one is running; the unique index sees to it. Empty while it waits.</summary>
    public string Slot { get; set; } = "";

    public JobRunState State { get; set; }

    public string RequestedBy { get; set; } = "";

    public string? Parameters { get; set; }

    public string? Node { get; set; }

    public DateTimeOffset RequestedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? HeardAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Done { get; set; }

    public long? Total { get; set; }

    public long FailedItems { get; set; }

    public string? Message { get; set; }

    public string? Cursor { get; set; }

    public long? Resumes { get; set; }

    public bool IsCancelAsked { get; set; }

    /// <summary>Over the order: see <see cref="Jobs.JobRunSeal"/>.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<JobRunRow> row)
    {
        row.Property(r => r.Job).HasMaxLength(Limits.JobName);
        row.Property(r => r.Slot).HasMaxLength(Limits.JobSlot);
        row.Property(r => r.RequestedBy).HasMaxLength(Limits.Owner);
        row.Property(r => r.Node).HasMaxLength(Limits.JobNode);
        row.Property(r => r.Message).HasMaxLength(Limits.JobMessage);
        row.Property(r => r.Cursor).HasMaxLength(Limits.JobCursor);
        row.HasIndex(r => new { r.Job, r.Id });
        // few are not over, and they are asked for every second
        row.HasIndex(r => r.State).HasFilter($"\"State\" < {(int)JobRunState.Succeeded}");
        row.HasIndex(r => r.Slot).IsUnique().HasFilter($"\"State\" = {(int)JobRunState.Running}");
    }
}
