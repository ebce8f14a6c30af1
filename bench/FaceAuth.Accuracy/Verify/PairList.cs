using System.Globalization;
using FaceAuth.Accuracy.Data;

namespace FaceAuth.Accuracy.Verify;

/// <summary>Pairs of pictures in a file: names, each below the folder that was given, and more, divided by tabulators.</summary>
internal static class PairList
{
    /// <summary>Reads pairs by the first two columns, the smaller index first; none for null.</summary>
    /// <exception cref="EvalException">It cannot be read, or a line names no two pictures of the data.</exception>
    public static IReadOnlySet<(int, int)> Read(string? file, IReadOnlyList<PictureItem> pictures)
    {
        HashSet<(int, int)> pairs = [];
        if (file is null) return pairs;
        var numbers = pictures.Select((picture, i) => (picture.Name, i)).ToDictionary(entry => entry.Name, entry => entry.i);
        try
        {
            foreach (var line in File.ReadLines(file).Where(line => !string.IsNullOrWhiteSpace(line)))
            {
                var cells = line.Split('\t', StringSplitOptions.TrimEntries);
                if (cells.Length < 2 || !numbers.TryGetValue(cells[0], out var a) || !numbers.TryGetValue(cells[1], out var b) || a == b)
                    throw new EvalException($"{file}: \"{line}\" should name two of the pictures, divided by a tabulator.");
                pairs.Add((Math.Min(a, b), Math.Max(a, b)));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalException($"The pairs {file} cannot be read ({e.Message}).", e);
        }

        return pairs;
    }

    /// <summary>Writes pairs as <see cref="Read"/> takes them, with similarity and group; only the owner may read the file.</summary>
    /// <exception cref="EvalException">It cannot be written.</exception>
    public static void Write(string file, IEnumerable<AlikePair> pairs, IReadOnlyList<PictureItem> pictures, IReadOnlyList<string?> groups)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(file, options);
            foreach (var (a, b, similarity) in pairs)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{pictures[a].Name}\t{pictures[b].Name}\t{similarity:0.000}\t{groups[a]}\t{groups[b]}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalException($"The pairs {file} cannot be written ({e.Message}).", e);
        }
    }
}
