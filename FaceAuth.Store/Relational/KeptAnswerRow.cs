using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>What a request with an idempotency key was answered with, or that it is being answered.</summary>
internal sealed class KeptAnswerRow
{
    /// <summary>The first half of a keyed hash over the caller and the key: neither can be told from it.</summary>
    public Guid Id { get; set; }

    public string Owner { get; set; } = "";

    /// <summary>Keyed hash over method, path and body.</summary>
    public byte[] Request { get; set; } = [];

    /// <summary>The answer, sealed: it may hold keys and names. Null while the request is being answered.</summary>
    public byte[]? SealedAnswer { get; set; }

    public DateTimeOffset BegunAt { get; set; }

    public static void Configure(EntityTypeBuilder<KeptAnswerRow> row)
    {
        row.Property(a => a.Owner).HasMaxLength(Limits.Owner);
        row.HasIndex(a => a.BegunAt);
        row.HasIndex(a => new { a.Owner, a.BegunAt });
    }
}
