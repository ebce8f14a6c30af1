using System.ComponentModel.DataAnnotations;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Postgres;

namespace FaceAuth.Store;

/// <summary>Where the store keeps its data, its key and its bounds. Section "Store".</summary>
public sealed record StoreOptions : IValidatableObject
{
    /// <summary>Bytes of a master key.</summary>
    public const int MasterKeyBytes = 32;

    /// <summary>What keeps the data: a file of this process's own, or a PostgreSQL server that several nodes may share.</summary>
    [EnumDataType(typeof(StoreProvider))]
    public StoreProvider Provider { get; init; } = StoreProvider.Sqlite;

    /// <summary>How to reach the PostgreSQL server, as Npgsql writes it: Host=…;Database=…;Username=…;Password=….</summary>
    /// <remarks>Only with <see cref="StoreProvider.PostgreSql"/>. Neither the log nor a message shows its password.</remarks>
    public string? ConnectionString { get; init; }

    /// <summary>
    /// Folder of the database; relative to the working directory. Made with mode 0700 when it is missing.
    /// </summary>
    [Required(ErrorMessage = "Store:Directory is empty. Name the folder for the database.")]
    public string Directory { get; init; } = ".data";

    /// <summary>The master key itself: 32 random bytes in base64.</summary>
    /// <remarks>
    /// Set this or <see cref="MasterKeyFile"/>; with neither, a key is made at first start as master.key in <see cref="Directory"/>.
    /// </remarks>
    public string? MasterKey { get; init; }

    /// <summary>File that holds the master key: 32 raw bytes, or their base64.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary>Generation of the transform that protects vectors, 1 to 1 000 000.</summary>
    /// <remarks>
    /// Raise it to renew: at the next start every template is transformed anew from its sealed original. Lower than what is stored is
    /// refused, so every process that opens the store needs it.
    /// </remarks>
    [Range(1, 1_000_000)]
    public int TransformGeneration { get; init; } = 1;

    /// <summary>Templates kept for one subject by one model, 1 to 64; the best by quality stay.</summary>
    [Range(1, 64)]
    public int TemplatesPerSubject { get; init; } = 10;

    /// <summary>
    /// Templates that verifications may add for one subject by one model, 1 to 16; the latest stay. They take no place of
    /// the enrolled ones.
    /// </summary>
    [Range(1, 16)]
    public int AdaptedPerSubject { get; init; } = 3;

    /// <summary>Memory for search indexes of all owners together, mebibytes, 1 to 1 048 576; default a quarter of the machine's.</summary>
    /// <remarks>An owner whose index does not fit is searched on disk, slower, with the same answers.</remarks>
    [Range(1, 1_048_576)]
    public int? SearchMemoryMiB { get; init; }

    /// <summary>The same in bytes, with the default settled.</summary>
    internal long SearchMemory =>
        SearchMemoryMiB is { } set ? set * 1024L * 1024 : Math.Max(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, 64L * 1024 * 1024);

    /// <summary>How long a call waits for another process that is writing, or for a server that is away, seconds, 1 to 300.</summary>
    [Range(1, 300)]
    public int BusyTimeoutSeconds { get; init; } = 10;

    /// <summary>This node's name in the audit, 1 to 64 letters, digits, dots, dashes and underscores.</summary>
    /// <remarks>Without it one is made once and kept as node-id in <see cref="Directory"/>.</remarks>
    public string? Node { get; init; }

    /// <summary>Audit entries after which the chain's head is signed, 1 to 1 000 000.</summary>
    [Range(1, 1_000_000)]
    public int AuditCheckpointEntries { get; init; } = 1000;

    /// <summary>Time after which it is signed where there are new entries, minutes, 1 to 1440.</summary>
    [Range(1, 1440)]
    public int AuditCheckpointMinutes { get; init; } = 10;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MasterKey is not null && MasterKeyFile is not null)
            yield return new("Store:MasterKey and Store:MasterKeyFile are both set. Keep one.", [nameof(MasterKey)]);

        Span<byte> key = stackalloc byte[MasterKeyBytes + 1];
        var valid = MasterKey is null || (Convert.TryFromBase64String(MasterKey, key, out var length) && length == MasterKeyBytes);
        key.Clear();
        if (!valid)
            yield return new("Store:MasterKey is not 32 bytes in base64. Make one with: openssl rand -base64 32", [nameof(MasterKey)]);

        if (Node is not null && !AuditNode.IsName(Node))
            yield return new("Store:Node is not 1 to 64 letters, digits, dots, dashes and underscores.", [nameof(Node)]);

        if (Provider == StoreProvider.PostgreSql)
        {
            if (ConnectionText.FaultOf(ConnectionString) is { } fault) yield return new(fault, [nameof(ConnectionString)]);
        }
        else if (ConnectionString is not null)
            yield return new(
                "Store:ConnectionString is set, but Store:Provider is Sqlite. Set Store:Provider to PostgreSql, or leave it out.",
                [nameof(ConnectionString)]);
    }

    /// <summary>Never prints the key, nor the connection string.</summary>
    public override string ToString() => $"StoreOptions {{ Provider = {Provider}, Directory = {Directory} }}";
}
