using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Faces;

/// <summary>Turns what was seen in pictures with and without faces into a report.</summary>
/// <param name="folders">The pictures and their classes, "with" and "without".</param>
/// <param name="results">What came of each.</param>
/// <param name="groups">Each picture's group, or empty.</param>
/// <param name="presence">Presence from which the mesh takes what the detector found for a face.</param>
internal sealed class FacesReport(
    PictureFolders folders, IReadOnlyList<PictureResult> results, IReadOnlyList<string?> groups, float presence)
{
    /// <summary>The report.</summary>
    public EvalReport Build(IReadOnlyList<(string, string)> facts)
    {
        List<EvalTable> tables = [Table("All pictures", _ => true)];
        tables.AddRange(groups.Where(group => group is not null).Distinct().Order(StringComparer.Ordinal)
            .Select(group => Table($"Group {group}", i => groups[i] == group)));
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
            var counts = Count(own, belongs);
            var with = own == "with";
            Add(with ? "with a face: found by the detector" : "without a face: the detector sees one", counts.Detected);
            Add(with ? "  the mesh takes it for one" : "  and the mesh takes it for one", counts.Meshed);
            Add("  confirmed, by detector and mesh together", counts.Confirmed);
            Add("  not confirmed, but taken for a covered face", counts.Covered);
            Add("  would count as evidence", counts.Counted);
            Add("  more than one face", counts.Several);
            rows.Add(["  boxes of the detector a picture", counts.Boxes.ToString("0.000", CultureInfo.InvariantCulture), ""]);
        }

        return new(
            title, ["", "pictures (95 %)", "counts"], rows,
            "A covered face is told to uncover itself and more than one to leave; neither counts as evidence.");

        void Add(string name, ErrorRate rate) => rows.Add([name, EvalFigures.WithInterval(rate), EvalFigures.Counts(rate)]);
    }

    Counts Count(string own, Func<int, bool> belongs)
    {
        var found = Enumerable.Range(0, results.Count).Where(i => folders.Classes[i] == own && belongs(i))
            .Select(i => results[i].Findings).OfType<FaceFindings>().ToList();
        return new(
            Rate(face => face.Detected > 0), Rate(face => face.Presence >= presence),
            Rate(face => face.IsConfirmed), Rate(face => face.HasFace && !face.IsConfirmed),
            Rate(face => face.Flaw == "None"), Rate(face => face.Faces > 1), found.Count == 0 ? 0 : found.Average(face => face.Detected));

        ErrorRate Rate(Func<FaceFindings, bool> holds) => new(found.Count(holds), found.Count);
    }

    JsonObject? Json(string own)
    {
        if (!folders.Classes.Contains(own)) return null;
        var counts = Count(own, _ => true);
        return new()
        {
            ["detected"] = EvalFigures.Json(counts.Detected),
            ["meshed"] = EvalFigures.Json(counts.Meshed),
            ["confirmed"] = EvalFigures.Json(counts.Confirmed),
            ["covered"] = EvalFigures.Json(counts.Covered),
            ["counted"] = EvalFigures.Json(counts.Counted),
            ["several"] = EvalFigures.Json(counts.Several),
            ["boxesPerPicture"] = counts.Boxes,
        };
    }

    readonly record struct Counts(
        ErrorRate Detected, ErrorRate Meshed, ErrorRate Confirmed, ErrorRate Covered, ErrorRate Counted, ErrorRate Several, double Boxes);
}
