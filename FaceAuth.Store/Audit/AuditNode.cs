using System.Text.RegularExpressions;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Audit;

/// <summary>This node's name, by which its audit chain is told from others': <c>Store:Node</c>, or a name that was made once.</summary>
/// <remarks>
/// Made at random and kept as node-id in <c>Store:Directory</c>; the machine's name where that cannot be written. Two that bear the same
/// name share a chain, one after the other.
/// </remarks>
internal sealed partial class AuditNode(IOptions<StoreOptions> options) : IStartStep
{
    const string FileName = "node-id";

    string? _name;

    public string Name => _name ?? throw new InvalidOperationException(
        "The store is not open: StoreInitializer.InitializeAsync has not run.");

    /// <summary>Whether a text can name a node.</summary>
    public static bool IsName(string text) => Pattern().IsMatch(text);

    /// <summary>Whether a text has only what a node's name may have.</summary>
    public static bool MayBe(string text) => text.Length is > 0 and <= Limits.Node && !NotAllowed().IsMatch(text);

    /// <summary>A node's name as it is shown: who can write to the database may have put anything there.</summary>
    public static string Shown(string text) => NotAllowed().Replace(text.Length > Limits.Node ? text[..Limits.Node] : text, "-");

    public async Task RunAsync(CancellationToken cancellation) => _name ??= options.Value.Node ?? await KeptAsync(cancellation);

    async Task<string> KeptAsync(CancellationToken cancellation)
    {
        var path = Path.Combine(Path.GetFullPath(options.Value.Directory), FileName);
        try
        {
            if (File.Exists(path) && (await File.ReadAllTextAsync(path, cancellation)).Trim() is { } kept && IsName(kept)) return kept;
            PrivateFiles.MakeFolder(Path.GetDirectoryName(path)!);
            var name = $"node-{Guid.NewGuid():N}"[..17];
            // whole under its name or not at all
            var draft = $"{path}.{name}";
            await using (var file = PrivateFiles.Open(draft, FileMode.CreateNew, FileShare.None))
            await using (var writer = new StreamWriter(file))
                await writer.WriteLineAsync(name);
            File.Move(draft, path, overwrite: true);
            return (await File.ReadAllTextAsync(path, cancellation)).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return OfMachine();
        }
    }

    static string OfMachine()
    {
        var name = NotAllowed().Replace(Environment.MachineName, "-").Trim('-', '.');
        return name.Length == 0 ? "node" : name[..Math.Min(name.Length, Limits.Node)];
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    private static partial Regex Pattern();

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex NotAllowed();
}
