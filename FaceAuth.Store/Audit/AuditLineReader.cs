using System.Globalization;
using System.Text.Json;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Reads the fields of an export's lines.</summary>
/// <remarks>A field that is not there or of another kind is a <see cref="FormatException"/>.</remarks>
internal static class AuditLineReader
{
    /// <summary>No chain gets so far; beyond it nothing has to be reckoned with.</summary>
    const long MostEntries = 1L << 52;

    static readonly Dictionary<string, string[]> Names = new()
    {
        ["header"] = ["type", "format", "made", "from", "to", "node", "addresses", "keys"],
        ["chain"] = ["type", "node", "after", "hash", "last"],
        ["entry"] =
        [
            "type", "node", "sequence", "previous", "at", "action", "actor", "session", "subject", "outcome", "reasons", "models",
            "thresholds", "details", "origin", "hash",
        ],
        ["checkpoint"] = ["type", "node", "number", "kind", "sequence", "hash", "at", "keyId", "signature"],
        ["end"] = ["type", "entries", "chains", "sha256", "keyId", "signature"],
    };

    /// <summary>What kind of line it is.</summary>
    public static string Type(JsonElement line) =>
        Text(line, "type") is var type && Names.ContainsKey(type) ? type : throw new FormatException("its type is none of an export");

    /// <summary>That a line names what its kind has and nothing else: what is not checked must not be shown.</summary>
    /// <param name="line">The line.</param>
    /// <param name="type">Its kind.</param>
    /// <param name="withAddresses">Whether entries may have addresses in clear.</param>
    public static void CheckNames(JsonElement line, string type, bool withAddresses)
    {
        foreach (var property in line.EnumerateObject())
        {
            var isKnown = Names[type].Contains(property.Name)
                || (withAddresses && type == "entry" && property.Name is "address" or "userAgent");
            if (!isKnown) throw new FormatException("it has a field that none of its kind has");
        }
    }

    public static AuditRow Entry(JsonElement line) => new()
    {
        Node = Node(line),
        Sequence = Number(line, "sequence"),
        Previous = Hash(line, "previous"),
        At = Time(line, "at"),
        Action = Text(line, "action"),
        Actor = Text(line, "actor"),
        SessionId = Id(line, "session"),
        SubjectId = Id(line, "subject"),
        Outcome = TextOrNull(line, "outcome"),
        Reasons = List(line, "reasons"),
        Models = List(line, "models"),
        Thresholds = TextOrNull(line, "thresholds"),
        Details = TextOrNull(line, "details"),
        Origin = TextOrNull(line, "origin") is { } origin ? Convert.FromBase64String(origin) : null,
        Hash = Hash(line, "hash"),
    };

    public static AuditCheckpointRow Checkpoint(JsonElement line) => new()
    {
        Node = Node(line),
        Number = Number(line, "number"),
        Kind = Text(line, "kind"),
        Sequence = Number(line, "sequence"),
        Hash = Hash(line, "hash"),
        At = Time(line, "at"),
        KeyId = Text(line, "keyId"),
        Signature = Convert.FromBase64String(Text(line, "signature")),
    };

    public static ExportEnd End(JsonElement line) => new(
        Number(line, "entries"), Number(line, "chains"), Hash(line, "sha256"), TextOrNull(line, "keyId"),
        TextOrNull(line, "signature") is { } signature ? Convert.FromBase64String(signature) : null);

    /// <summary>A node's name, which is printed: nothing that a terminal would obey.</summary>
    public static string Node(JsonElement line) => Text(line, "node") is var node && AuditNode.MayBe(node) ? node : throw Bad("node");

    public static string Text(JsonElement line, string name) => TextOrNull(line, name) ?? throw Bad(name);

    public static long Number(JsonElement line, string name) =>
        Property(line, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
        && number is >= 0 and <= MostEntries ? number : throw Bad(name);

    public static bool Flag(JsonElement line, string name) => Property(line, name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Bad(name),
    };

    /// <summary>A time, as it is written.</summary>
    public static string Moment(JsonElement line, string name) => AuditEncoding.Time(Time(line, name));

    public static byte[] Hash(JsonElement line, string name) =>
        Text(line, name) is { Length: AuditEncoding.HashBytes * 2 } hex ? Convert.FromHexString(hex) : throw Bad(name);

    public static string? TextOrNull(JsonElement line, string name) => Property(line, name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { ValueKind: JsonValueKind.Null } => null,
        _ => throw Bad(name),
    };

    // as it is written, and in no other way: else the hash would be of another text than the line shows
    static DateTimeOffset Time(JsonElement line, string name) =>
        DateTimeOffset.TryParse(Text(line, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && AuditEncoding.Time(time) == Text(line, name) ? time : throw Bad(name);

    static Guid? Id(JsonElement line, string name) => TextOrNull(line, name) is not { } text ? null
        : Guid.TryParseExact(text, "D", out var id) && id.ToString() == text ? id : throw Bad(name);

    static string List(JsonElement line, string name)
    {
        if (Property(line, name) is not { ValueKind: JsonValueKind.Array } list) throw Bad(name);
        return JsonSerializer.Serialize(list.EnumerateArray().Select(
            text => text.ValueKind == JsonValueKind.String ? text.GetString() : throw Bad(name)));
    }

    static JsonElement Property(JsonElement line, string name) =>
        line.ValueKind == JsonValueKind.Object && line.TryGetProperty(name, out var value) ? value : throw Bad(name);

    static FormatException Bad(string name) => new($"its \"{name}\" is missing or not what it has to be");
}
