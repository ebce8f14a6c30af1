namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>Which photos there are to import, by path, and where they lie.</summary>
internal sealed class ImportList
{
    /// <summary>Photos of one import.</summary>
    public const int Most = 1_000_000;

    static readonly HashSet<string> Endings = new([".jpg", ".jpeg", ".png", ".webp", ".bmp"], StringComparer.OrdinalIgnoreCase);

    // no links: they might lead out of the folder
    static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    ImportList(string root, string results, IReadOnlyList<ImportItem> items) => (Root, Results, Items) = (root, results, items);

    /// <summary>What the items' paths are relative to.</summary>
    public string Root { get; }

    /// <summary>The file that tells of each item what became of it: beside the folder or the list.</summary>
    public string Results { get; }

    public IReadOnlyList<ImportItem> Items { get; }

    /// <summary>Reads it; what is named twice is there once.</summary>
    /// <exception cref="JobException">It cannot be read, or makes no sense.</exception>
    public static ImportList Read(ImportRequest request, CancellationToken cancellation)
    {
        try
        {
            var (path, results) = (PathOf(request), ResultsOf(request));
            if (request.Folder is not null) return new(path, results, [.. FilesOf(path, cancellation)]);
            using var text = new StreamReader(RegularFile.OpenRead(path));
            var items = new OrderedDictionary<ImportItem, bool>();
            foreach (var item in ImportLines.Read(text, cancellation))
                if (items.TryAdd(item, true) && items.Count > Most) throw TooMany();
            return new(Path.GetDirectoryName(path)!, results, [.. items.Keys]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // without the path, which may bear a name
            throw new JobException(fault switch
            {
                DirectoryNotFoundException or FileNotFoundException =>
                    "What is to be imported cannot be read: there is no such folder or list at that path.",
                UnauthorizedAccessException =>
                    "What is to be imported cannot be read: give the process the right to read the folder or the list.",
                _ => "What is to be imported cannot be read: name a folder of photos, or a list in a file.",
            });
        }
    }

    /// <summary>The results' file of an import.</summary>
    public static string ResultsOf(ImportRequest request) => PathOf(request) + ".results.jsonl";

    static IEnumerable<ImportItem> FilesOf(string folder, CancellationToken cancellation)
    {
        var files = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", Below))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!Endings.Contains(Path.GetExtension(file))) continue;
            if (files.Count == Most) throw TooMany();
            files.Add(Path.GetRelativePath(folder, file));
        }

        files.Sort(StringComparer.Ordinal);
        return files.Select(file => new ImportItem(file, SubjectOf(file), null));
    }

    static JobException TooMany() => new($"There are more than {Most} photos: import them in parts.");

    static string PathOf(ImportRequest request) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Path));

    /// <summary>A photo in a folder of its own is of whom the folder is named for; else the file's name says whose it is.</summary>
    static string SubjectOf(string file) => file.Split(Path.DirectorySeparatorChar) is { Length: > 1 } parts
        ? parts[^2] : Path.GetFileNameWithoutExtension(file);
}
