using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One version of the root key, wrapped.</summary>
/// <remarks>There is none before the first rotation: then the master key itself is version 1.</remarks>
internal sealed class KeyVersionRow
{
    /// <summary>From 1 on.</summary>
    public int Version { get; set; }

    /// <summary>Check value of the master key that it belongs to.</summary>
    public byte[] KeyCheck { get; set; } = [];

    /// <summary>The root key, wrapped by its master key; empty where it is the master key itself, or was destroyed.</summary>
    public byte[] Wrapped { get; set; } = [];

    /// <summary>The root key, wrapped by the one before; only while the rotation that made it runs.</summary>
    public byte[]? HandedOver { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was destroyed.</summary>
    public DateTimeOffset? RetiredAt { get; set; }

    public static void Configure(EntityTypeBuilder<KeyVersionRow> row)
    {
        row.HasKey(k => k.Version);
        row.Property(k => k.Version).ValueGeneratedNever();
    }
}
