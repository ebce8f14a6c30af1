using System.Globalization;
using System.Text.Json;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Reads the fields of an export's lines.</summary>
/// <remarks>A field that is not there or of another kind is a <see cref="FormatException"/>.</remarks>
internal static class AuditLineReader
{
    public static AuditRow Entry(JsonElement line) => new()
    {
        Node = Text(line, "node"),
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
        Node = Text(line, "node"),
        Number = Number(line, "number"),
        Kind = Text(line, "kind"),
        Sequence = Number(line, "sequence"),
        Hash = Hash(line, "hash"),
        At = Time(line, "at"),
        KeyId = Text(line, "keyId"),
        Signature = Convert.FromBase64String(Text(line, "signature")),
    };

    public static string Text(JsonElement line, string name) => TextOrNull(line, name) ?? throw Bad(name);

    public static long Number(JsonElement line, string name) =>
        Property(line, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : throw Bad(name);

    public static byte[] Hash(JsonElement line, string name) =>
        Text(line, name) is { Length: AuditEncoding.HashBytes * 2 } hex ? Convert.FromHexString(hex) : throw Bad(name);

    static string? TextOrNull(JsonElement line, string name) => Property(line, name) switch
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
