using System.Text.Json;

namespace FaceAuth.Signaling.Admin.Thresholds;

/// <summary>Both error rates at one threshold.</summary>
internal readonly record struct RatePoint(double Threshold, double FalseMatch, double FalseNonMatch);

/// <summary>What <c>faceauth eval verify --json</c> measured: rates and counts, nobody's name or picture.</summary>
/// <param name="Title">What was measured.</param>
/// <param name="Facts">With what: data, pack, gate, date.</param>
/// <param name="Genuine">Comparisons of pictures of one person.</param>
/// <param name="Impostor">Comparisons of pictures of two.</param>
/// <param name="Points">The rates, thresholds rising.</param>
internal sealed record Evaluation(
    string Title, IReadOnlyList<(string Name, string Value)> Facts, long Genuine, long Impostor, IReadOnlyList<RatePoint> Points)
{
    const int MostBytes = 4 * 1024 * 1024;

    /// <summary>What is said of a file that is none.</summary>
    public const string NoEvaluation =
        "holds no curve. Write it with: faceauth eval verify --folder PICTURES --json FILE, of this version.";

    /// <summary>Reads a file; a sentence about it where it cannot be used.</summary>
    public static (Evaluation? Read, string? Fault) ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes) return (null, $"{path} is larger than an evaluation is.");
            return Read(File.ReadAllBytes(path)) is { } read ? (read, null) : (null, $"{path} {NoEvaluation}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, $"{path} cannot be read ({e.Message}): see Console:Evaluation.");
        }
    }

    /// <summary>Reads one; null where it is none, or has no curve.</summary>
    public static Evaluation? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var figures = document.RootElement.GetProperty("figures");
            List<RatePoint> points = [.. figures.GetProperty("curve").EnumerateArray()
                .Select(one => new RatePoint(one[0].GetDouble(), one[1].GetDouble(), one[2].GetDouble()))
                .OrderBy(one => one.Threshold)];
            return points.Count < 2 || !points.TrueForAll(IsSound) ? null : new(
                document.RootElement.GetProperty("title").GetString() ?? "",
                [.. document.RootElement.GetProperty("facts").EnumerateObject().Select(one => (one.Name, one.Value.GetString() ?? ""))],
                figures.GetProperty("genuine").GetInt64(), figures.GetProperty("impostor").GetInt64(), points);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or IndexOutOfRangeException)
        {
            return null;
        }
    }

    static bool IsSound(RatePoint point) =>
        double.IsFinite(point.Threshold) && point.FalseMatch is >= 0 and <= 1 && point.FalseNonMatch is >= 0 and <= 1;

    /// <summary>The rates at a threshold: those of the next one that was measured above it.</summary>
    public RatePoint At(double threshold)
    {
        foreach (var point in Points)
            if (point.Threshold >= threshold) return point with { Threshold = threshold };
        return new(threshold, 0, 1);
    }

    /// <summary>Below this rate there were too few comparisons to say anything.</summary>
    public double LeastMatch => 1.0 / Math.Max(1, Impostor);
}
