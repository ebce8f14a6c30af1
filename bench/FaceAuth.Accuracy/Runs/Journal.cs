using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FaceAuth.Accuracy.Runs;

/// <summary>Results as they come, one JSON line an item, so that a run that was broken off goes on where it was.</summary>
/// <remarks>
/// The first line says what they are results of; a journal of something else is refused. Holds what the evaluation needs, embeddings too:
/// only its owner may read the file. Safe from many threads.
/// </remarks>
internal sealed class Journal : IDisposable
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    readonly Lock _gate = new();
    readonly Dictionary<string, JsonElement> _known = [];
    readonly StreamWriter _writer;

    Journal(FileStream file) => _writer = new(file) { AutoFlush = true };

    /// <summary>Opens or begins a journal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="of">Everything that the results depend on: command, models, options.</param>
    /// <param name="items">Names of all items.</param>
    /// <exception cref="EvalException">It is a journal of something else, or cannot be written.</exception>
    public static Journal Open(string path, string of, IReadOnlyList<string> items)
    {
        var header = JsonSerializer.Serialize(new Header("faceauth eval journal 1", of, items.Count, Hash(items)), Options);
        FileStream? file = null;
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            file = new FileStream(path, options);
            var journal = new Journal(file);
            journal.Load(path, header);
            return journal;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or EvalException)
        {
            file?.Dispose();
            throw e as EvalException ?? new EvalException($"The journal {path} cannot be used ({e.Message}). Name another file.", e);
        }
    }

    /// <summary>An item's result of an earlier run; null when there is none.</summary>
    public T? Find<T>(string item)
        where T : class => _known.TryGetValue(item, out var result) ? result.Deserialize<T>(Options) : null;

    /// <summary>Keeps a result.</summary>
    public void Add<T>(string item, T result)
    {
        var line = JsonSerializer.Serialize(new Entry<T>(item, result), Options);
        lock (_gate) _writer.WriteLine(line);
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    void Load(string path, string header)
    {
        var file = (FileStream)_writer.BaseStream;
        if (file.Length == 0)
        {
            _writer.WriteLine(header);
            return;
        }

        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        if (reader.ReadLine() != header)
            throw new EvalException($"{path} is the journal of other models, options or pictures. Name another file, or delete that one.");
        var whole = Encoding.UTF8.GetByteCount(header) + 1L;
        while (reader.ReadLine() is { } line)
        {
            if (!TryParse(line, out var entry)) break;   // written half when the run was broken off
            _known[entry.Item] = entry.Result;
            whole += Encoding.UTF8.GetByteCount(line) + 1;
        }

        file.SetLength(Math.Min(file.Length, whole));
        file.Seek(0, SeekOrigin.End);
    }

    static bool TryParse(string line, out Entry<JsonElement> entry)
    {
        try
        {
            entry = JsonSerializer.Deserialize<Entry<JsonElement>>(line, Options);
            return entry.Item is not null;
        }
        catch (JsonException)
        {
            entry = default;
            return false;
        }
    }

    static string Hash(IReadOnlyList<string> items) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', items))));

    readonly record struct Entry<T>(string Item, T Result);

    sealed record Header(string Format, string Of, int Items, string ItemsSha256);
}
