using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One event for one endpoint, from the change that it tells of to its end. It goes with its endpoint.</summary>
internal sealed class WebhookDeliveryRow
{
    public Guid Id { get; set; }

    public Guid WebhookId { get; set; }

    public WebhookRow? Webhook { get; set; }

    /// <summary>The same for all endpoints that are told of one change.</summary>
    public Guid EventId { get; set; }

    public string Type { get; set; } = "";

    /// <summary>What is sent, sealed and bound to the row, its endpoint and its type: nobody has another text signed.</summary>
    public byte[] SealedBody { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public WebhookDeliveryState State { get; set; }

    /// <summary>When it is tried next, or taken from a node that said nothing; null once it is over.</summary>
    public DateTimeOffset? NextAt { get; set; }

    /// <summary>Attempts since it was queued, begun ones too.</summary>
    public int Tries { get; set; }

    /// <summary>Counts who took it: a node whose time is over changes nothing any more.</summary>
    public int Version { get; set; }

    /// <summary>The latest attempts as JSON; null for none.</summary>
    public string? Attempts { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public static void Configure(EntityTypeBuilder<WebhookDeliveryRow> row)
    {
        row.Property(d => d.Type).HasMaxLength(Limits.EventType);
        row.HasOne(d => d.Webhook).WithMany().HasForeignKey(d => d.WebhookId);
        // few wait, and they are asked for every second
        row.HasIndex(d => d.NextAt).HasFilter($"\"State\" = {(int)WebhookDeliveryState.Waiting}");
        row.HasIndex(d => new { d.WebhookId, d.Id });
        row.HasIndex(d => new { d.WebhookId, d.State, d.EndedAt });
        row.HasIndex(d => d.EndedAt);
    }
}
