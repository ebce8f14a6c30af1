using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Summary;

/// <summary>What a page says of attacks, every species.</summary>
internal static class PadSection
{
    /// <summary>Title of a run of <c>eval pad</c>.</summary>
    public const string Kind = "Presentation attack detection";

    /// <summary>The tables.</summary>
    public static IEnumerable<EvalTable> Tables(IReadOnlyList<MeasuredRun> runs)
    {
        foreach (var run in runs.Where(run => run.Kind == Kind).DistinctBy(run => run.Name))
        {
            if (run.Figures["trials"]?["rates"] is { } end && run.Figures["anyMoment"]?["rates"] is { } ever)
            {
                yield return Sessions(run, end, ever);
                if (Accepted(run, isPeople: true).Errors > 0) yield return Decisions(run);
            }
            else
            {
                yield return Pictures(run, run.Figures["pictures"]!["rates"]!);
            }
        }
    }

    /// <summary>Relative impostor attack presentation accept rate: 1 + (IAPAR − (1 − FRR)), ISO/IEC 30107-3:2023.</summary>
    /// <returns>0 at best, 2 at worst; null where one of both was not measured.</returns>
    public static double? Riapar(ErrorRate accepted, ErrorRate refused) => 1 + (accepted.Value - (1 - refused.Value));

    /// <summary>Attacks of a species that got through, of all; an answer or none.</summary>
    public static ErrorRate Passed(JsonNode species) =>
        new(MeasuredRun.Rate(species["apcer"]).Errors, MeasuredRun.Rate(species["apnrr"]).Trials);

    /// <summary>People who got no "live", of all; refused or without an answer.</summary>
    public static ErrorRate Refused(JsonNode rates)
    {
        var (wrong, silent) = (MeasuredRun.Rate(rates["bpcer"]), MeasuredRun.Rate(rates["bpnrr"]));
        return new(wrong.Errors + silent.Errors, silent.Trials);
    }

    static EvalTable Sessions(MeasuredRun run, JsonNode end, JsonNode ever)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (var (last, any) in end["species"]!.AsArray().Zip(ever["species"]!.AsArray()))
        {
            rows.Add(
            [
                (string)any!["species"]!, Counted(MeasuredRun.Rate(last!["apcer"])), Counted(MeasuredRun.Rate(any["apcer"])),
                Counted(MeasuredRun.Rate(any["apnrr"])), EvalFigures.Percent(Riapar(Passed(any), Refused(ever))),
            ]);
        }

        rows.Add(
        [
            "people: BPCER, BPNRR", Counted(MeasuredRun.Rate(end["bpcer"])), Counted(MeasuredRun.Rate(ever["bpcer"])),
            Counted(MeasuredRun.Rate(ever["bpnrr"])), "",
        ]);
        rows.Add(
        [
            "ACER, by the worst species", EvalFigures.Percent((double?)end["acer"]), EvalFigures.Percent((double?)ever["acer"]), "", "",
        ]);
        return new(
            $"{run.Name}: attack detection in sessions",
            ["species", "APCER at the end (95 %)", "at any moment (95 %)", "no answer: APNRR (95 %)", "RIAPAR, any moment"], rows,
            "At the end: by the score alone; at any moment: by all that the decision asks of it, the rule for still faces too. "
            + "RIAPAR is 1 + (IAPAR − (1 − FRR)), 0 % at best; without comparing: every attack counts as one that matches its victim, and "
            + "people are refused by attack detection or for want of an answer alone." + Nobody(run));
    }

    // where no person is accepted, that no attack is says nothing
    static string Nobody(MeasuredRun run)
    {
        var (people, attacks) = (Accepted(run, isPeople: true), Accepted(run, isPeople: false));
        return people.Errors > 0
            ? ""
            : $" The whole decision accepted none of {EvalFigures.Count(people.Trials)} people and {EvalFigures.Counts(attacks)} attacks: "
            + "a recording answers no challenge, and few pictures a second show no blink. So the whole system's RIAPAR is not measured.";
    }

    static ErrorRate Accepted(MeasuredRun run, bool isPeople) => run.Figures["decisions"]!.AsArray()
        .Where(one => ((string?)one!["species"] == "live") == isPeople)
        .Aggregate(default(ErrorRate), (sum, one) => sum + MeasuredRun.Rate(one!["accepted"]));

    static EvalTable Pictures(MeasuredRun run, JsonNode rates)
    {
        List<IReadOnlyList<string>> rows = [.. rates["species"]!.AsArray().Select(species => (IReadOnlyList<string>)
        [
            (string)species!["species"]!, Counted(MeasuredRun.Rate(species["apcer"])), Counted(MeasuredRun.Rate(species["apnrr"])),
        ])];
        rows.Add(["people: BPCER, BPNRR", Counted(MeasuredRun.Rate(rates["bpcer"])), Counted(MeasuredRun.Rate(rates["bpnrr"]))]);
        rows.Add(["ACER, by the worst species", EvalFigures.Percent((double?)rates["acer"]), ""]);
        return new($"{run.Name}: attack detection in single pictures", ["species", "APCER (95 %)", "no answer: APNRR (95 %)"], rows,
            "No session was played: single pictures are no defence, and say little.");
    }

    static EvalTable Decisions(MeasuredRun run)
    {
        var decisions = run.Figures["decisions"]!.AsArray();
        var honest = Accepted(run, isPeople: true);
        var refused = new ErrorRate(honest.Trials - honest.Errors, honest.Trials);
        return new(
            $"{run.Name}: the whole decision, enrolling", ["species", "accepted (95 %)", "counts", "RIAPAR"],
            [.. decisions.Select(one =>
            {
                var (species, accepted) = ((string)one!["species"]!, MeasuredRun.Rate(one["accepted"]));
                return (IReadOnlyList<string>)
                [
                    species == "live" ? "people" : species, EvalFigures.WithInterval(accepted), EvalFigures.Counts(accepted),
                    species == "live" ? "" : EvalFigures.Percent(Riapar(accepted, refused)),
                ];
            })],
            "A recording answers no challenge, and few pictures a second show no blink: then people are refused as attacks are.");
    }

    static string Counted(ErrorRate rate) => rate.Trials == 0 ? "–" : $"{EvalFigures.WithInterval(rate)}, {EvalFigures.Counts(rate)}";
}
