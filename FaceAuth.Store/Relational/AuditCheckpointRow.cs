using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>A signature over a chain's head as it was.</summary>
internal sealed class AuditCheckpointRow
{
    /// <summary>Where entries up to <see cref="Sequence"/> were removed on purpose.</summary>
    public const string Trim = "trim";

    public const string Head = "head";

    public string Node { get; set; } = "";

    /// <summary>Counts the node's checkpoints from 1, without gaps.</summary>
    public long Number { get; set; }

    public string Kind { get; set; } = Head;

    /// <summary>The entry that is vouched for, and with it all before.</summary>
    public long Sequence { get; set; }

    /// <summary>Of that entry.</summary>
    public byte[] Hash { get; set; } = [];

    public DateTimeOffset At { get; set; }

    public string KeyId { get; set; } = "";

    /// <summary>JSON Web Key of the public half; null where only the store can check.</summary>
    public string? PublicKey { get; set; }

    public byte[] Signature { get; set; } = [];

    /// <summary>Keyed authenticator over the row's other fields.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<AuditCheckpointRow> row)
    {
        row.HasKey(c => new { c.Node, c.Number });
        row.Property(c => c.Node).HasMaxLength(Limits.Node);
        row.Property(c => c.Kind).HasMaxLength(8);
        row.Property(c => c.KeyId).HasMaxLength(Limits.KeyId);
        row.HasIndex(c => new { c.Node, c.Sequence });
    }
}
