namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>Which photos there are to import, by path, and where they lie.</summary>
internal sealed class ImportList
{
    /// <summary>Photos of one import.</summary>
    public const int Most = 1_000_000;

    static readonly HashSet<string> Endings = new([".jpg", ".jpeg", ".png", ".webp", ".bmp"], StringComparer.OrdinalIgnoreCase);

    // no links: they might lead out of the folder
    static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    ImportList(string root, string results, List<ImportItem> items) => (Root, Results, Items) = (root, results, items);

    /// <summary>What the items' paths are relative to.</summary>
    public string Root { get; }

    /// <summary>The file that tells of each item what became of it: beside the folder or the list.</summary>
    public string Results { get; }

    public IReadOnlyList<ImportItem> Items { get; }

    /// <exception cref="JobException">It cannot be read, or makes no sense.</exception>
    public static ImportList Read(ImportRequest request)
    {
        var (path, results) = (PathOf(request), ResultsOf(request));
        try
        {
            var list = request.Folder is null
                ? new ImportList(Path.GetDirectoryName(path)!, results, [.. File.ReadLines(path).SelectMany(ItemOf)])
                : new(path, results, [.. Directory.EnumerateFiles(path, "*", Below)
                    .Where(file => Endings.Contains(Path.GetExtension(file))).Select(file => Path.GetRelativePath(path, file))
                    .Order(StringComparer.Ordinal).Take(Most + 1).Select(file => new ImportItem(file, SubjectOf(file), null))]);
            if (list.Items.Count > Most) throw new JobException($"There are more than {Most} photos: import them in parts.");
            return list;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // without the path, which may bear a name
            throw new JobException(
                $"What is to be imported cannot be read ({fault.GetType().Name}): name a folder or a list that the process may read.");
        }
    }

    /// <summary>The results' file of an import.</summary>
    public static string ResultsOf(ImportRequest request) => PathOf(request) + ".results.jsonl";

    static string PathOf(ImportRequest request) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Path));

    /// <summary>A photo in a folder of its own is of whom the folder is named for; else the file's name says whose it is.</summary>
    static string SubjectOf(string file) => file.Split(Path.DirectorySeparatorChar) is { Length: > 1 } parts
        ? parts[^2] : Path.GetFileNameWithoutExtension(file);

    static IEnumerable<ImportItem> ItemOf(string line, int index)
    {
        var fields = Split(line);
        if (line.Trim().Length == 0 || (index == 0 && fields[0].Equals("path", StringComparison.OrdinalIgnoreCase))) yield break;
        if (fields.Count is not (2 or 3))
            throw new JobException($"Line {index + 1} of the list is not path,subject or path,subject,group.");
        if (Path.IsPathRooted(fields[0]) || fields[0].Split('/', '\\').Contains(".."))
            throw new JobException($"Line {index + 1} of the list names a file that is not below the list's folder.");
        yield return new(fields[0], fields[1], fields.ElementAtOrDefault(2) is { Length: > 0 } group ? group : null);
    }

    /// <summary>Fields between commas; one in quotation marks may have commas in it, and two marks for one.</summary>
    /// <remarks>RFC 4180, but for fields of several lines.</remarks>
    static List<string> Split(string line)
    {
        var fields = new List<string> { "" };
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"') fields[^1] += line[++i];
            else if (line[i] == '"') isQuoted = !isQuoted;
            else if (line[i] == ',' && !isQuoted) fields.Add("");
            else fields[^1] += line[i];
        }

        return fields.ConvertAll(field => field.Trim());
    }
}
