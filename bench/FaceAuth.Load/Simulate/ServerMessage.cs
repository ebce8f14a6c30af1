using System.Text.Json;

namespace FaceAuth.Load.Simulate;

/// <summary>One message of the server on the data channel.</summary>
/// <param name="Type">Its type; empty when it has none.</param>
/// <param name="Body">The whole object.</param>
internal readonly record struct ServerMessage(string Type, JsonElement Body)
{
    /// <summary>Reads a message. False when it is not a JSON object.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, out ServerMessage message)
    {
        message = default;
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return false;
            var body = document.RootElement.Clone();
            message = new(TextIn(body, "type") ?? "", body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A text; null when absent.</summary>
    public string? Text(string name) => TextIn(Body, name);

    /// <summary>A number; null when absent.</summary>
    public double? Number(string name) => NumberIn(Body, name);

    /// <summary>Yes or no; null when absent.</summary>
    public bool? Flag(string name) =>
        Body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;

    /// <summary>An object or array; null when absent.</summary>
    public JsonElement? Part(string name) => Body.TryGetProperty(name, out var part) ? part : null;

    /// <summary>A number in an object; null when absent.</summary>
    public static double? NumberIn(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;

    /// <summary>The numbers of an object by name.</summary>
    public IReadOnlyList<(string Name, double Value)> Numbers(string name) =>
        Part(name) is not { ValueKind: JsonValueKind.Object } part ? []
        : [.. part.EnumerateObject().Where(item => item.Value.ValueKind == JsonValueKind.Number)
            .Select(item => (item.Name, item.Value.GetDouble()))];

    static string? TextIn(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
