using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Pipeline.Evaluation.Statistics;

namespace FaceAuth.Signaling.Evaluate;

/// <summary>Turns what was seen in pictures with and without faces into a report.</summary>
/// <param name="folders">The pictures and their classes, "with" and "without".</param>
/// <param name="results">What came of each.</param>
/// <param name="groups">Each picture's group, or empty.</param>
internal sealed class FacesReport(PictureFolders folders, IReadOnlyList<PictureResult> results, IReadOnlyList<string?> groups)
{
    /// <summary>The report.</summary>
    public EvalReport Build(IReadOnlyList<(string, string)> facts)
    {
        List<EvalTable> tables = [Table("All pictures", _ => true)];
        tables.AddRange(groups.Where(group => group is not null).Distinct().Order(StringComparer.Ordinal).Select(group => Table($"Group {group}", i => groups[i] == group)));
        var unreadable = results.Count(result => result.Findings is null);
        return new()
        {
            Title = "Faces seen",
            Facts = facts,
            Tables = tables,
            Notes = unreadable == 0 ? [] : [$"{unreadable} pictures could not be read; they count nowhere."],
            Data = new()
            {
                ["unreadable"] = unreadable,
                ["without"] = Json("without"),
                ["with"] = Json("with"),
            },
        };
    }

    EvalTable Table(string title, Func<int, bool> belongs)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (var own in folders.Classes.Distinct())
        {
            var (detected, confirmed, several, boxes) = Count(own, belongs);
            var with = own == "with";
            rows.Add([with ? "with a face: found by the detector" : "without a face: the detector sees one", Figures.WithInterval(detected), Figures.Counts(detected)]);
            rows.Add([with ? "  confirmed by the mesh" : "  and the mesh confirms it", Figures.WithInterval(confirmed), Figures.Counts(confirmed)]);
            rows.Add(["  more than one face", Figures.WithInterval(several), Figures.Counts(several)]);
            rows.Add(["  boxes of the detector a picture", boxes.ToString("0.000", CultureInfo.InvariantCulture), ""]);
        }

        return new(title, ["", "pictures (95 %)", "counts"], rows, "A session goes by what is confirmed; more than one face is refused, confirmed or not.");
    }

    (ErrorRate Detected, ErrorRate Confirmed, ErrorRate Several, double Boxes) Count(string own, Func<int, bool> belongs)
    {
        var found = Enumerable.Range(0, results.Count).Where(i => folders.Classes[i] == own && belongs(i)).Select(i => results[i].Findings).OfType<FaceAuth.Pipeline.Evaluation.FaceFindings>().ToList();
        return (new(found.Count(face => face.Detected > 0), found.Count), new(found.Count(face => face.HasFace), found.Count),
            new(found.Count(face => face.Faces > 1), found.Count), found.Count == 0 ? 0 : found.Average(face => face.Detected));
    }

    JsonObject? Json(string own)
    {
        if (!folders.Classes.Contains(own)) return null;
        var (detected, confirmed, several, boxes) = Count(own, _ => true);
        return new() { ["detected"] = Figures.Json(detected), ["confirmed"] = Figures.Json(confirmed), ["several"] = Figures.Json(several), ["boxesPerPicture"] = boxes };
    }
}
