using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Pad;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Funnel;

/// <summary>Turns what became of honest people's pictures and sessions into a report.</summary>
/// <param name="sets">The sets.</param>
/// <param name="settings">How sessions were played.</param>
internal sealed class FunnelReport(IReadOnlyList<FunnelSet> sets, PadSettings settings)
{
    /// <summary>The report.</summary>
    public EvalReport Build(IReadOnlyList<(string, string)> facts)
    {
        List<EvalTable> tables = [Pictures(), .. sets.Where(set => set.Pictures.Count > 0).Select(Gates)];
        if (settings.PlaysSessions) tables.AddRange([Sessions(), Steps(), .. sets.Where(set => set.Trials.Count > 0).Select(Endings)]);
        return new()
        {
            Title = "Where honest people are lost",
            Facts = facts,
            Tables = tables,
            Notes =
            [
                "A picture is lost at the first gate that refuses it, in the pipeline's order; \"fails in all\" counts also those that an "
                + "earlier gate took, as far as they were looked at. Intervals are Clopper–Pearson, 95 %, for independent trials, which "
                + "pictures of one person are not.",
            ],
            Data = new() { ["sets"] = new JsonArray([.. sets.Select(Json)]) },
        };
    }

    EvalTable Pictures() => new(
        "Pictures, each looked at alone", ["set", "pictures", "count (95 %)", "people without one", "of people", "most lost at"],
        [.. sets.Select(set => (IReadOnlyList<string>)
        [
            set.Name, EvalFigures.Count(set.Pictures.Count), EvalFigures.WithInterval(set.Left),
            EvalFigures.WithInterval(set.PeopleWithout), EvalFigures.Counts(set.PeopleWithout),
            Most(set.Pictures.Select(one => one.Picture.Gate)),
        ])]);

    static EvalTable Gates(FunnelSet set)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (var gate in set.Gates)
        {
            var lost = LostAt(set, gate);
            rows.Add(
            [
                gate, EvalFigures.Count(lost.Count), EvalFigures.WithInterval(new(lost.Count, set.Pictures.Count)),
                EvalFigures.Count(lost.DistinctBy(one => one.Person).Count()), Spread(lost), Asked(lost),
                EvalFigures.Count(FailsInAll(set, gate)),
            ]);
        }

        var left = set.Pictures.Where(one => one.Picture.Gate is null).ToList();
        rows.Add(
        [
            "none: counts", EvalFigures.Count(left.Count), EvalFigures.WithInterval(set.Left),
            EvalFigures.Count(left.DistinctBy(one => one.Person).Count()), "", "", "",
        ]);
        return new(
            $"{set.Name}: pictures, gate by gate",
            ["lost at", "pictures", "share (95 %)", "people", "10 / 50 / 90 % of them have", "asked", "fails in all"], rows);
    }

    EvalTable Sessions() => new(
        $"Sessions of {Length()} under the policy {settings.Policy}",
        ["set", "sessions", "accepted (95 %)", "people never accepted", "of people", "seconds to accept"],
        [.. sets.Where(set => set.Trials.Count > 0).Select(set => (IReadOnlyList<string>)
        [
            set.Name, EvalFigures.Count(set.Trials.Count), EvalFigures.WithInterval(set.Accepted),
            EvalFigures.WithInterval(set.PeopleRefused), EvalFigures.Counts(set.PeopleRefused),
            Middle(set.Trials.Where(one => one.Trial.Accepted).Select(one => one.Trial.Scores.Duration.TotalSeconds)),
        ])],
        "A recording answers no challenge, and few pictures a second show no blink. \"recording ended\": before anything was decided.");

    EvalTable Steps() => new(
        "What sessions had at any moment", ["set", "a good picture", "a sign of life", "a live score", "recognition"],
        [.. sets.Where(set => set.Trials.Count > 0).Select(set => (IReadOnlyList<string>)
            [set.Name, .. FunnelTrial.Steps.Select(step => EvalFigures.WithInterval(Reached(set, step)))])],
        "The policy's own demands: as many pictures, over as long. Enrolling compares nobody: recognition is enough good pictures then.");

    static ErrorRate Reached(FunnelSet set, string step) =>
        new(set.Trials.Count(one => one.Trial.Reached.Contains(step)), set.Trials.Count);

    static EvalTable Endings(FunnelSet set) => new(
        $"{set.Name}: how sessions end, by the first reason; medians",
        ["ending", "sessions", "people", "after s", "pictures that count", "blinks", "live score", "most pictures lost at"],
        [.. set.Trials.GroupBy(one => one.Trial.Ending).OrderByDescending(ending => ending.Count())
            .Select(ending => (IReadOnlyList<string>)
            [
                ending.Key, EvalFigures.Count(ending.Count()), EvalFigures.Count(ending.DistinctBy(one => one.Person).Count()),
                Middle(ending.Select(one => one.Trial.Scores.Duration.TotalSeconds)),
                Middle(ending.Select(one => (double)one.Trial.Scores.FramesCounted)),
                Middle(ending.Select(one => (double)one.Trial.Scores.Blinks)),
                Middle(ending.Where(one => one.Trial.Scores.LiveScore is not null).Select(one => one.Trial.Scores.LiveScore!.Value)),
                Most(ending.Select(one => one.Trial.MostLostAt)),
            ])]);

    static List<(string Person, FunnelPicture Picture)> LostAt(FunnelSet set, string gate) =>
        [.. set.Pictures.Where(one => one.Picture.Gate == gate)];

    static int FailsInAll(FunnelSet set, string gate) =>
        set.Pictures.Count(one => one.Picture.Gate == gate || one.Picture.Beyond.Contains(gate));

    static string Most(IEnumerable<string?> gates) => string.Join(", ", gates.Where(gate => gate is not null)
        .GroupBy(gate => gate).OrderByDescending(gate => gate.Count()).Take(3).Select(gate => $"{gate.Key} {gate.Count()}"));

    static string Spread(List<(string Person, FunnelPicture Picture)> lost)
    {
        if (!GateReadings.HasMeasure(lost[0].Picture.Gate!)) return "";
        var values = lost.Select(one => one.Picture.Value).Order().ToList();
        return $"{Number(At(values, 0.1))} / {Number(At(values, 0.5))} / {Number(At(values, 0.9))}";
    }

    static string Asked(List<(string Person, FunnelPicture Picture)> lost)
    {
        if (!GateReadings.HasMeasure(lost[0].Picture.Gate!)) return "";
        var limits = lost.Select(one => one.Picture.Limit).Order().ToList();
        return $"{(lost[0].Picture.IsLeast ? "≥" : "≤")} {Number(limits[0])}{(limits[0] == limits[^1] ? "" : $"–{Number(limits[^1])}")}";
    }

    static string Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? "–" : Number(At(sorted, 0.5));
    }

    static double At(List<double> sorted, double share) => sorted[(int)Math.Round(share * (sorted.Count - 1))];

    /// <summary>A measure as text, by its size.</summary>
    internal static string Number(double value) =>
        value.ToString(
        Math.Abs(value) switch { >= 100 => "0", >= 10 => "0.#", >= 1 => "0.##", _ => "0.###" }, CultureInfo.InvariantCulture);

    static JsonObject Json(FunnelSet set) => new()
    {
        ["set"] = set.Name,
        ["pictures"] = EvalFigures.Json(set.Left),
        ["unreadable"] = set.Unreadable,
        ["peopleWithoutPicture"] = EvalFigures.Json(set.PeopleWithout),
        ["gates"] = new JsonArray([.. set.Gates.Select(gate =>
        {
            var lost = LostAt(set, gate);
            var values = lost.Select(one => one.Picture.Value).Order().ToList();
            return (JsonNode)new JsonObject
            {
                ["gate"] = gate,
                ["lost"] = lost.Count,
                ["people"] = lost.DistinctBy(one => one.Person).Count(),
                ["failsInAll"] = FailsInAll(set, gate),
                ["limit"] = lost[0].Picture.Limit,
                ["isLeast"] = lost[0].Picture.IsLeast,
                ["values"] = new JsonArray([.. new[] { 0.1, 0.5, 0.9 }.Select(share => (JsonNode)At(values, share))]),
            };
        })]),
        ["sessions"] = EvalFigures.Json(set.Accepted),
        ["peopleRefused"] = EvalFigures.Json(set.PeopleRefused),
        ["reached"] = new JsonObject(
            FunnelTrial.Steps.Select(step => KeyValuePair.Create(step, (JsonNode?)EvalFigures.Json(Reached(set, step))))),
        ["endings"] = new JsonObject(set.Trials.GroupBy(one => one.Trial.Ending)
            .Select(ending => KeyValuePair.Create(ending.Key, (JsonNode?)ending.Count()))),
    };

    string Length() => settings.Seconds is { } seconds
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s") : "their own length";
}
