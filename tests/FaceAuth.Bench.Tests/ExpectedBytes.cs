using System.Text.Json;

namespace FaceAuth.Bench.Tests;

/// <summary>Reads bench/expected.json: bytes that one operation may allocate, by "Folder.Class.Method".</summary>
/// <remarks>And the classes that are not held to any, since they compare ONNX Runtime's settings with each other.</remarks>
internal static class ExpectedBytes
{
    static readonly JsonElement Json = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "expected.json"))).RootElement;

    /// <summary>Bytes by benchmark.</summary>
    public static IReadOnlyDictionary<string, long> Bytes { get; } =
        Json.GetProperty("bytesPerOperation").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt64());

    /// <summary>Classes that are not held to any.</summary>
    public static IReadOnlyList<string> NotHeld { get; } =
        [.. Json.GetProperty("notHeld").EnumerateArray().Select(name => name.GetString()!)];
}
