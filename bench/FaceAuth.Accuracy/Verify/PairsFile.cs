using System.Globalization;
using FaceAuth.Accuracy.Data;

namespace FaceAuth.Accuracy.Verify;

/// <summary>Reads comparisons from a list.</summary>
/// <remarks>
/// LFW's pairs.txt ("name i j" and "name1 i name2 j", in folds; http://vis-www.cs.umass.edu/lfw/README.txt), or lines of
/// "a,b,same[,label]" with paths below the folder of pictures.
/// </remarks>
internal sealed class PairsFile
{
    readonly Dictionary<string, int> _pictures = new(StringComparer.Ordinal);
    readonly List<VerifyPair> _pairs = [];
    readonly string _folder;
    readonly string _file;

    PairsFile(string file, string folder) => (_file, _folder) = (file, folder);

    /// <summary>Reads a file.</summary>
    /// <param name="file">The list.</param>
    /// <param name="folder">Where the pictures lie.</param>
    /// <param name="folds">Folds to take; null for all.</param>
    /// <exception cref="EvalException">It cannot be read or makes no sense.</exception>
    public static VerifyData Read(string file, string folder, Range? folds)
    {
        if (!Directory.Exists(folder)) throw new EvalException($"There is no folder {folder}.");
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalException($"The list {file} cannot be read ({e.Message}).", e);
        }

        var reader = new PairsFile(file, folder);
        if (lines.Length > 0 && lines[0].Contains(',', StringComparison.Ordinal)) reader.ReadCsv(lines);
        else reader.ReadLfw(lines);
        return reader.Finish(folds);
    }

    VerifyData Finish(Range? folds)
    {
        var all = _pairs.Count == 0 ? 0 : _pairs.Max(pair => pair.Fold);
        IEnumerable<VerifyPair> taken = _pairs;
        if (folds is { } range)
        {
            if (range.End.Value > all) throw new EvalException($"{_file} has {all} folds, not {range.End.Value}.");
            taken = _pairs.Where(pair => pair.Fold >= range.Start.Value && pair.Fold <= range.End.Value);
        }

        var names = _pictures.Keys.ToArray();
        var renumbered = new Dictionary<int, int>();
        List<VerifyPair> pairs = [.. taken.Select(pair => pair with { A = Number(pair.A), B = Number(pair.B) })];
        if (pairs.Count == 0) throw new EvalException($"There is no pair in {_file}.");
        var pictures = renumbered.OrderBy(entry => entry.Value)
            .Select(entry => new PictureItem(names[entry.Key], Path.Combine(_folder, names[entry.Key]))).ToList();
        var count = pairs.Select(pair => pair.Fold).Distinct().Count();
        return new(pictures, [], pairs, $"{pairs.Count} pairs of {pictures.Count} pictures" + (count > 1 ? $", {count} folds" : ""));

        int Number(int picture)
        {
            renumbered.TryAdd(picture, renumbered.Count);
            return renumbered[picture];
        }
    }

    void ReadLfw(string[] lines)
    {
        var header = Words(lines.Length > 0 ? lines[0] : "");
        if (header.Length is 0 or > 2 || !header.All(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            throw Bad(1, "begin with the number of pairs, or with folds and pairs a fold");
        var (folds, each) = header.Length == 2 ? (Number(header[0]), Number(header[1])) : (1, Number(header[0]));
        if (each < 1) throw Bad(1, "announce at least one pair");
        var seen = 0;
        for (var i = 1; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) continue;
            var words = Words(lines[i]);
            var fold = seen++ / (2 * each) + 1;
            if (fold > folds) throw Bad(i + 1, $"end after {folds} × 2 × {each} pairs");
            switch (words)
            {
                case [var name, var a, var b]:
                    _pairs.Add(new(Lfw(name, a, i), Lfw(name, b, i), true, fold, null));
                    break;
                case [var name, var a, var other, var b]:
                    _pairs.Add(new(Lfw(name, a, i), Lfw(other, b, i), false, fold, null));
                    break;
                default:
                    throw Bad(i + 1, "be \"name i j\" or \"name1 i name2 j\"");
            }
        }
    }

    void ReadCsv(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) continue;
            var cells = lines[i].Split(',', StringSplitOptions.TrimEntries);
            if (cells.Length is < 3 or > 4) throw Bad(i + 1, "be a,b,same or a,b,same,label");
            bool? same = cells[2].ToUpperInvariant() switch { "1" or "TRUE" or "YES" => true, "0" or "FALSE" or "NO" => false, _ => null };
            if (same is null && i == 0) continue;   // heads
            if (same is null) throw Bad(i + 1, "say 1 or 0 in its third column");
            _pairs.Add(
                new(Picture(cells[0]), Picture(cells[1]), same.Value, 1, cells.Length == 4 && cells[3].Length > 0 ? cells[3] : null));
        }
    }

    int Lfw(string name, string number, int line)
    {
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var picture))
            throw Bad(line + 1, "number its pictures");
        if (name.Contains('/', StringComparison.Ordinal) || name.Contains("..", StringComparison.Ordinal))
            throw Bad(line + 1, "name people, not paths");
        return Picture($"{name}/{name}_{picture:0000}.jpg");
    }

    int Picture(string name)
    {
        _pictures.TryAdd(name, _pictures.Count);
        return _pictures[name];
    }

    EvalException Bad(int line, string should) => new($"{_file}, line {line}: it should {should}.");

    static int Number(string word) => int.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture);

    static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
