using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One endpoint that events are sent to, as stored.</summary>
internal sealed class WebhookRow
{
    public Guid Id { get; set; }

    public string Owner { get; set; } = "";

    public WebhookState State { get; set; }

    /// <summary>Address, events and secrets, sealed and bound to the row and its owner: nobody puts another address there.</summary>
    public byte[] SealedTerms { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the first of the attempts failed that have all failed since; null where the last one did not.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>Events that were not queued because too many waited.</summary>
    public long Dropped { get; set; }

    public static void Configure(EntityTypeBuilder<WebhookRow> row)
    {
        row.Property(w => w.Owner).HasMaxLength(Limits.Owner);
        row.HasIndex(w => w.Owner);
    }
}
