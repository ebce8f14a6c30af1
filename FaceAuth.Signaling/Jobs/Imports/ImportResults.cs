using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>The file that tells of each photo what became of it, one JSON object a line, and what was done before.</summary>
/// <remarks>
/// It bears names, as the photos' names do, and lies beside them; its mode is 0600. A line that a kill cut off is written anew.
/// </remarks>
internal sealed class ImportResults : IDisposable
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    readonly StreamWriter _writer;
    readonly Dictionary<string, bool> _done = [];
    readonly Dictionary<string, string> _files = [];

    ImportResults(StreamWriter writer) => _writer = writer;

    /// <summary>One photo's result.</summary>
    /// <param name="File">Its path.</param>
    /// <param name="Subject">Whose it was said to be.</param>
    /// <param name="Result">"enrolled", "already", "duplicate", "refused" or "failed".</param>
    /// <param name="Reason">Why, where it was not enrolled.</param>
    /// <param name="As">The subject, or the file, that it is a duplicate of.</param>
    /// <param name="Sha256">The file's hash, where it was read.</param>
    internal sealed record Line(string File, string Subject, string Result, string? Reason, string? As, string? Sha256)
    {
        /// <summary>Whether the subject has the face now.</summary>
        [JsonIgnore] public bool IsGood => Result is "enrolled" or "already";

        /// <summary>Prints no name.</summary>
        public override string ToString() => $"Line {{ Result = {Result} }}";
    }

    /// <param name="path">The file.</param>
    /// <param name="goesOn">Whether what it holds was done by the run before; else it begins empty.</param>
    public static ImportResults Open(string path, bool goesOn)
    {
        List<Line> before = goesOn && File.Exists(path) ? [.. File.ReadLines(path).Select(Read).OfType<Line>()] : [];
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var results = new ImportResults(new(path, options) { AutoFlush = true });
        foreach (var line in before) results.Write(line);
        return results;
    }

    /// <summary>Whether an item was dealt with before, and then whether it came to something; null where it was not.</summary>
    public bool? WasGood(ImportItem item) => _done.TryGetValue(KeyOf(item.File, item.Subject), out var good) ? good : null;

    /// <summary>An earlier file of the same content; null where it is the first.</summary>
    public string? SameAs(string sha256) => _files.GetValueOrDefault(sha256);

    public void Write(Line line)
    {
        _writer.WriteLine(JsonSerializer.Serialize(line, Json));
        _done[KeyOf(line.File, line.Subject)] = line.IsGood;
        if (line.Sha256 is { } hash) _files.TryAdd(hash, line.File);
    }

    public void Dispose() => _writer.Dispose();

    static string KeyOf(string file, string subject) => $"{file}\n{subject}";

    static Line? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
