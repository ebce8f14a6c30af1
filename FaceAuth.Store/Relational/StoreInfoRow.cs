using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>The one row that says which master key this database belongs to.</summary>
internal sealed class StoreInfoRow
{
    public const int TheId = 1;

    public int Id { get; set; } = TheId;

    /// <summary>Derived from the master key; gives away nothing about the keys that protect data.</summary>
    public byte[] KeyCheck { get; set; } = [];

    /// <summary>Version of the root key that everything new is protected by.</summary>
    public int KeyVersion { get; set; } = 1;

    /// <summary>The oldest version that still counts.</summary>
    public int OldestKeyVersion { get; set; } = 1;

    /// <summary>Generation of the transform of new templates.</summary>
    public int Generation { get; set; } = 1;

    /// <summary>The oldest generation that is still compared.</summary>
    public int OldestGeneration { get; set; } = 1;

    /// <summary>Which rows have their authenticators: 0 not all, 1 API keys, consents and accounts too, 2 sign-ins too.</summary>
    public int Authenticated { get; set; }

    /// <summary>Keyed authenticator over those five; empty in databases of versions that had none.</summary>
    public byte[] StateAuthenticator { get; set; } = [];

    /// <summary>The key of the audit's addresses, wrapped by the root key; null before it was made.</summary>
    public byte[]? AddressKey { get; set; }

    /// <summary>The key of names and verdicts, wrapped by the root key; null before it was made.</summary>
    public byte[]? PersonalKey { get; set; }

    /// <summary>When what earlier versions stored in clear was all sealed; null before.</summary>
    public DateTimeOffset? PersonalSealedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the last retention run ended; null before the first.</summary>
    public DateTimeOffset? RetentionAt { get; set; }

    /// <summary>The last day whose sessions are in the daily figures; null before the first.</summary>
    public DateOnly? CountedTo { get; set; }

    public static void Configure(EntityTypeBuilder<StoreInfoRow> row) => row.Property(i => i.Id).ValueGeneratedNever();
}
