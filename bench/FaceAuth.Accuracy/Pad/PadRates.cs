using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Pad;

/// <summary>
/// Presentation attack detection in the terms of ISO/IEC 30107-3. Rates are over presentations that got a response; those
/// that got none are counted apart.
/// </summary>
/// <param name="Attacks">For each species: attacks taken for live, of those answered; and presentations without an answer, of all.</param>
/// <param name="BonaFide">People taken for attacks, of those answered.</param>
/// <param name="BonaFideSilent">People without an answer, of all.</param>
internal sealed record PadRates(
    IReadOnlyList<(string Species, ErrorRate Apcer, ErrorRate Silent)> Attacks, ErrorRate BonaFide, ErrorRate BonaFideSilent)
{
    /// <summary>The worst species' APCER, which the standard asks for.</summary>
    public double? WorstApcer => Attacks.Max(species => species.Apcer.Value);

    /// <summary>Mean of the worst APCER and BPCER.</summary>
    public double? Acer => (WorstApcer + BonaFide.Value) / 2;

    /// <summary>Counts answers: true for live, false for an attack, null for none.</summary>
    /// <param name="presentations">Species, null for a person; and the answer.</param>
    public static PadRates Of(IReadOnlyCollection<(string? Species, bool? SaysLive)> presentations)
    {
        var live = presentations.Where(shown => shown.Species is null).ToList();
        return new(
            [.. presentations.Where(shown => shown.Species is not null)
                .GroupBy(shown => shown.Species!).OrderBy(species => species.Key, StringComparer.Ordinal)
                .Select(species => (species.Key,
                    new ErrorRate(species.Count(shown => shown.SaysLive == true), species.Count(shown => shown.SaysLive is not null)),
                    new ErrorRate(species.Count(shown => shown.SaysLive is null), species.Count())))],
            new(live.Count(shown => shown.SaysLive == false), live.Count(shown => shown.SaysLive is not null)),
            new(live.Count(shown => shown.SaysLive is null), live.Count));
    }

    /// <summary>As a table.</summary>
    public EvalTable Table(string title, string? note)
    {
        List<IReadOnlyList<string>> rows = [.. Attacks.Select(species => (IReadOnlyList<string>)
        [
            species.Species, EvalFigures.WithInterval(species.Apcer), EvalFigures.Counts(species.Apcer),
            EvalFigures.WithInterval(species.Silent), EvalFigures.Counts(species.Silent),
        ])];
        rows.Add(
        [
            "live (BPCER, BPNRR)", EvalFigures.WithInterval(BonaFide), EvalFigures.Counts(BonaFide),
            EvalFigures.WithInterval(BonaFideSilent), EvalFigures.Counts(BonaFideSilent),
        ]);
        rows.Add(["ACER, by the worst species", EvalFigures.Percent(Acer), "", "", ""]);
        return new(title, ["species", "APCER (95 %)", "errors", "no response: APNRR", "counts"], rows, note);
    }

    /// <summary>As JSON.</summary>
    public JsonObject Json() => new()
    {
        ["species"] = new JsonArray([.. Attacks.Select(species => new JsonObject
        {
            ["species"] = species.Species, ["apcer"] = EvalFigures.Json(species.Apcer), ["apnrr"] = EvalFigures.Json(species.Silent),
        })]),
        ["bpcer"] = EvalFigures.Json(BonaFide),
        ["bpnrr"] = EvalFigures.Json(BonaFideSilent),
        ["acer"] = Acer,
    };
}
