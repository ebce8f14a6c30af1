using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Obstacles;

/// <summary>Covered faces noticed and plain ones flagged, by class.</summary>
internal static class ObstacleReport
{
    /// <summary>The report.</summary>
    public static EvalReport Build(
        IReadOnlyList<string> classes, IReadOnlyList<PictureResult> results, IReadOnlyList<(string, string)> facts)
    {
        List<IReadOnlyList<string>> rows = [];
        JsonArray data = [];
        foreach (var own in classes.Zip(results).GroupBy(pair => pair.First, pair => pair.Second))
        {
            var one = own.Where(result => result.Findings is { Faces: 1 }).Select(result => result.Findings!).ToList();
            var flagged = new ErrorRate(one.Count(face => face.Cover != "None"), one.Count);
            var counted = new ErrorRate(one.Count(face => face.Flaw == "None"), own.Count());
            var named = one.Where(face => face.Cover != "None").GroupBy(face => face.Cover)
                .OrderByDescending(cover => cover.Count()).ToList();
            rows.Add(
            [
                own.Key, EvalFigures.Count(own.Count()), EvalFigures.Count(one.Count), EvalFigures.WithInterval(flagged),
                EvalFigures.Counts(flagged),
                string.Join(", ", named.Select(cover => $"{cover.Key} {cover.Count()}")), EvalFigures.Counts(counted),
            ]);
            data.Add(new JsonObject
            {
                ["class"] = own.Key,
                ["pictures"] = own.Count(),
                ["unreadable"] = own.Count(result => result.Findings is null),
                ["flagged"] = EvalFigures.Json(flagged),
                ["counted"] = EvalFigures.Json(counted),
                ["named"] = new JsonObject(named.Select(cover => KeyValuePair.Create(cover.Key, (JsonNode?)cover.Count()))),
            });
        }

        return new()
        {
            Title = "Covered faces",
            Facts = facts,
            Tables =
            [
                new(
                    "By class",
                    ["class", "pictures", "with one face", "flagged, of these (95 %)", "counts", "named", "would count as evidence"], rows,
                    "A picture with no face or several is refused for that, so it is not among those that could be flagged."),
            ],
            Data = new() { ["classes"] = data },
        };
    }
}
