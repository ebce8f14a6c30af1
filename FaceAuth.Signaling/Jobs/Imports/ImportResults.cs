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
    readonly Dictionary<ImportItem, string> _done = [];
    readonly Dictionary<string, (string File, string Subject)> _files = [];

    ImportResults(StreamWriter writer) => _writer = writer;

    /// <summary>One photo's result.</summary>
    /// <param name="File">Its path.</param>
    /// <param name="Subject">Whose it was said to be.</param>
    /// <param name="Result">"enrolled", "already", "duplicate", "refused" or "failed".</param>
    /// <param name="Reason">Why, where it was not enrolled.</param>
    /// <param name="As">The subject, or the file, that it is a duplicate of.</param>
    /// <param name="Sha256">The file's hash, where it was read.</param>
    /// <param name="Group">The group that they were to be put into.</param>
    internal sealed record Line(
        string File, string Subject, string Result, string? Reason, string? As, string? Sha256, string? Group = null)
    {
        /// <summary>The reason in a sentence that says what to do.</summary>
        public string? Text => ImportReasons.TextOf(Reason);

        /// <summary>Whether the subject has the face now.</summary>
        [JsonIgnore] public bool IsGood => IsGoodResult(Result);

        /// <summary>Prints no name.</summary>
        public override string ToString() => $"Line {{ Result = {Result} }}";
    }

    /// <param name="path">The file.</param>
    /// <param name="goesOn">Whether what it holds was done by the run before; else it begins empty.</param>
    /// <exception cref="JobException">It cannot be written.</exception>
    public static ImportResults Open(string path, bool goesOn)
    {
        if (RegularFile.IsOther(path)) throw NotWritten();
        try
        {
            List<Line> before = goesOn && File.Exists(path) ? [.. File.ReadLines(path).Select(Read).OfType<Line>()] : [];
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var results = new ImportResults(new(path, options) { AutoFlush = true });
            foreach (var line in before) results.Write(line);
            return results;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw NotWritten();
        }
    }

    /// <summary>What became of an item that was dealt with before; null where none was.</summary>
    public string? ResultOf(ImportItem item) => _done.GetValueOrDefault(item);

    /// <summary>Whether the subject has the face, by what became of a photo.</summary>
    public static bool IsGoodResult(string result) => result is "enrolled" or "already";

    /// <summary>A file of the same content that was enrolled as somebody else; null where there is none.</summary>
    public string? SameAs(string sha256, string subject) =>
        _files.TryGetValue(sha256, out var same) && same.Subject != subject ? same.File : null;

    /// <exception cref="JobException">It cannot be written.</exception>
    public void Write(Line line)
    {
        try
        {
            _writer.WriteLine(JsonSerializer.Serialize(line, Json));
        }
        catch (IOException)
        {
            throw NotWritten();
        }

        _done[new(line.File, line.Subject, line.Group)] = line.Result;
        if (line is { IsGood: true, Sha256: { } hash }) _files.TryAdd(hash, (line.File, line.Subject));
    }

    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            // told when it was written
        }
    }

    // without the path, which may bear a name
    static JobException NotWritten() => new(
        "The results' file beside what is to be imported (NAME.results.jsonl) cannot be written: see that it is a file, or can be made, "
        + "and that there is room.");

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
