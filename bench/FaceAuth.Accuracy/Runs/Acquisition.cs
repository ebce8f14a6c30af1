using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;

namespace FaceAuth.Accuracy.Runs;

/// <summary>What became of the pictures before anything was compared.</summary>
internal static class Acquisition
{
    /// <summary>Counts by outcome.</summary>
    public static EvalTable Table(IReadOnlyList<PictureResult> results)
    {
        var embedded = results.Count(result => result.Embedding is not null);
        List<IReadOnlyList<string>> rows =
        [
            ["pictures", EvalFigures.Count(results.Count), ""], ["compared", EvalFigures.Count(embedded), Share(embedded)],
        ];
        foreach (var (outcome, count) in Failures(results)) rows.Add([$"not: {outcome}", EvalFigures.Count(count), Share(count)]);
        return new("Acquisition", ["", "pictures", "share"], rows,
            "What is not compared is a failure to acquire: no error of matching, but counted in the last two rates.");

        string Share(int count) => EvalFigures.Percent((double)count / results.Count);
    }

    /// <summary>The same as JSON.</summary>
    public static JsonObject Json(IReadOnlyList<PictureResult> results) => new()
    {
        ["pictures"] = results.Count,
        ["compared"] = results.Count(result => result.Embedding is not null),
        ["failures"] = new JsonObject(Failures(results).Select(failure => KeyValuePair.Create(failure.Outcome, (JsonNode?)failure.Count))),
    };

    static IEnumerable<(string Outcome, int Count)> Failures(IReadOnlyList<PictureResult> results) =>
        results.Where(result => result.Embedding is null).GroupBy(result => result.Outcome)
            .Select(group => (group.Key, group.Count())).OrderByDescending(failure => failure.Item2)
            .ThenBy(failure => failure.Key, StringComparer.Ordinal);
}
