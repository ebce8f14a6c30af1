namespace FaceAuth.Accuracy.Data;

/// <summary>Groups that an operator gives: lines "path,group", the path a picture's below its folder, or a folder of them.</summary>
internal sealed class GroupLabels
{
    readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);

    /// <summary>Reads a file; no labels for null.</summary>
    /// <exception cref="EvalException">It cannot be read, or a line makes no sense.</exception>
    public static GroupLabels Read(string? file)
    {
        var labels = new GroupLabels();
        if (file is null) return labels;
        try
        {
            foreach (var line in File.ReadLines(file).Where(line => !string.IsNullOrWhiteSpace(line)))
            {
                var comma = line.LastIndexOf(',');
                if (comma <= 0 || comma == line.Length - 1) throw new EvalException($"{file}: \"{line}\" should be path,group.");
                labels._groups[line[..comma].Trim().TrimEnd('/')] = line[(comma + 1)..].Trim();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalException($"The labels {file} cannot be read ({e.Message}).", e);
        }

        return labels;
    }

    /// <summary>The group of a picture, or of the nearest folder above it that has one; null for none.</summary>
    public string? Of(string name)
    {
        for (string? path = name; !string.IsNullOrEmpty(path); path = Path.GetDirectoryName(path))
        {
            if (_groups.TryGetValue(path, out var group)) return group;
        }

        return null;
    }

    /// <summary>Groups of pictures in their order; empty when there are no labels.</summary>
    public IReadOnlyList<string?> Of(IReadOnlyList<PictureItem> pictures) => Of(pictures.Select(picture => picture.Name));

    /// <summary>Groups of names in their order; empty when there are no labels.</summary>
    public IReadOnlyList<string?> Of(IEnumerable<string> names) => _groups.Count == 0 ? [] : [.. names.Select(Of)];
}
