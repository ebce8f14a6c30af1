using System.ComponentModel.DataAnnotations;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Postgres;
using FaceAuth.Store.Protection;

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
    /// Set this, <see cref="MasterKeyFile"/> or <see cref="MasterKeyCommand"/>; with none, a key is made at first start as master.key in
    /// <see cref="Directory"/>.
    /// </remarks>
    public string? MasterKey { get; init; }

    /// <summary>File that holds the master key: 32 raw bytes, or their base64.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary>Program and arguments that print the master key on standard output: 32 raw bytes, or their base64.</summary>
    /// <remarks>
    /// Parted at spaces, '…' and "…" hold together; no shell is between. It is run at each start, for at most 30 s, with nothing on its
    /// standard input.
    /// </remarks>
    public string? MasterKeyCommand { get; init; }

    /// <summary>Least generation of the transform that protects vectors, 1 to 1 000 000.</summary>
    /// <remarks>
    /// The database says which one is present. Raised above that, every template is transformed anew from its sealed original at the next
    /// start; lower, it says nothing.
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

    /// <summary>What names the candidates of a search.</summary>
    /// <remarks><see cref="SearchEngine.PgVector"/> needs <see cref="StoreProvider.PostgreSql"/>.</remarks>
    [EnumDataType(typeof(SearchEngine))]
    public SearchEngine SearchEngine { get; init; } = SearchEngine.Auto;

    /// <summary>Templates of an owner or group up to which PostgreSQL orders them exactly, without its index; 0 to 1 000 000.</summary>
    [Range(0, 1_000_000)]
    public int SearchExactMost { get; init; } = 10_000;

    /// <summary>Events that may wait for one webhook; further ones are dropped and counted. 1 to 1 000 000.</summary>
    [Range(1, 1_000_000)]
    public int WebhookQueue { get; init; } = 10_000;

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
        string[] sources = [.. SourcesOfKey()];
        if (sources.Length > 1)
            yield return new(
                $"{string.Join(" and ", sources)} are {(sources.Length == 2 ? "both" : "all")} set. Keep one.", [nameof(MasterKey)]);
        if (MasterKeyFile is not null && string.IsNullOrWhiteSpace(MasterKeyFile))
            yield return new(
                "Store:MasterKeyFile is empty. Name the file that holds the master key, or leave the setting out.",
                [nameof(MasterKeyFile)]);
        if (MasterKeyCommand is not null && KeyCommand.Split(MasterKeyCommand) is null)
            yield return new(
                "Store:MasterKeyCommand is no command line: a quotation mark is missing, or it is empty. Write a program and its " +
                "arguments.",
                [nameof(MasterKeyCommand)]);

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
        else if (SearchEngine == SearchEngine.PgVector)
            yield return new(
                "Store:SearchEngine is PgVector, which SQLite does not have. Set Store:Provider to PostgreSql, or leave " +
                "Store:SearchEngine out.",
                [nameof(SearchEngine)]);
        else if (ConnectionString is not null)
            yield return new(
                "Store:ConnectionString is set, but Store:Provider is Sqlite. Set Store:Provider to PostgreSql, or leave it out.",
                [nameof(ConnectionString)]);
    }

    IEnumerable<string> SourcesOfKey()
    {
        if (MasterKey is not null) yield return "Store:MasterKey";
        if (MasterKeyFile is not null) yield return "Store:MasterKeyFile";
        if (MasterKeyCommand is not null) yield return "Store:MasterKeyCommand";
    }

    /// <summary>Never prints the key, nor the connection string.</summary>
    public override string ToString() => $"StoreOptions {{ Provider = {Provider}, Directory = {Directory} }}";
}
