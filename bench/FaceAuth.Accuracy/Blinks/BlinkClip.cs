using System.Globalization;

namespace FaceAuth.Accuracy.Blinks;

/// <summary>A clip and the blinks in it that somebody annotated.</summary>
/// <param name="Name">As the list names it.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Blinks">First and last closed frame of each, counted from 0 at the clip's own rate, in order.</param>
internal sealed record BlinkClip(string Name, string Path, IReadOnlyList<(int First, int Last)> Blinks)
{
    /// <summary>
    /// Reads a list: lines of "clip,first,last", the clip's path from the list's folder; "clip,," for one without a blink.
    /// </summary>
    /// <exception cref="EvalException">It cannot be read or makes no sense.</exception>
    public static IReadOnlyList<BlinkClip> Read(string file)
    {
        try
        {
            var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))!;
            var lines = File.ReadLines(file).Select((text, i) => (Text: text.Trim(), Number: i + 1))
                .Where(line => line.Text.Length > 0 && line.Text != "clip,first,last")
                .Select(line => Parse(file, line.Text, line.Number)).ToList();
            if (lines.Count == 0) throw new EvalException($"There is no clip in {file}.");
            return [.. lines.GroupBy(line => line.Clip).Select(clip => new BlinkClip(
                clip.Key, System.IO.Path.Combine(folder, clip.Key),
                [.. clip.Where(line => line.Blink is not null).Select(line => line.Blink!.Value).Order()]))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalException($"The list {file} cannot be read ({e.Message}).", e);
        }
    }

    /// <summary>Which of the blinks found are annotated, and which annotated ones are not found: each counts once.</summary>
    /// <param name="found">From the last open picture to the next open one, in seconds, in order.</param>
    /// <param name="fps">Frames a second.</param>
    public (int Hit, int Missed, int False) Match(IReadOnlyList<(double From, double To)> found, double fps)
    {
        var (missed, wrong) = Misjudged(found, fps);
        return (Blinks.Count - missed.Count, missed.Count, wrong.Count);
    }

    /// <summary>Which annotated blinks were not found, and which of those found are none; parameters as for <see cref="Match"/>.</summary>
    public (IReadOnlyList<(int First, int Last)> Missed, IReadOnlyList<(double From, double To)> False) Misjudged(
        IReadOnlyList<(double From, double To)> found, double fps)
    {
        var open = Blinks.ToList();
        List<(double, double)> wrong = [];
        foreach (var (from, to) in found)
        {
            var at = open.FindIndex(blink => blink.First / fps <= to && blink.Last / fps >= from);
            if (at >= 0) open.RemoveAt(at);
            else wrong.Add((from, to));
        }

        return (open, wrong);
    }

    static (string Clip, (int, int)? Blink) Parse(string file, string text, int line)
    {
        var cells = text.Split(',', StringSplitOptions.TrimEntries);
        if (cells is [{ Length: > 0 } alone, "", ""]) return (alone, null);
        if (cells is [{ Length: > 0 } clip, _, _] && int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(cells[2], NumberStyles.None, CultureInfo.InvariantCulture, out var last) && first <= last)
            return (clip, (first, last));
        throw new EvalException($"{file}, line {line}: it should be clip,first,last with frame numbers, or clip,, for none.");
    }
}
