using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Summary;

/// <summary>A group's rate beside that of all.</summary>
/// <param name="Set">Set and grouping.</param>
/// <param name="Measure">Which rate, such as "FMR".</param>
/// <param name="Group">The group.</param>
/// <param name="Rate">Its own.</param>
/// <param name="All">Everybody's.</param>
internal sealed record GroupRate(string Set, string Measure, string Group, ErrorRate Rate, ErrorRate All)
{
    /// <summary>How much worse than everybody SP 800-63A-4 §3.11 lets a group be: a quarter.</summary>
    public const double Allowed = 1.25;

    /// <summary>How many times everybody's; null where that is nothing.</summary>
    public double? Times => All.Value > 0 ? Rate.Value / All.Value : null;

    /// <summary>Whether it keeps within a quarter above everybody's.</summary>
    public Verdict Verdict => All.Value is { } all ? Verdicts.Of(Rate, Allowed * all) : Verdict.NotMeasured;

    /// <summary>All groups of a run with all their rates.</summary>
    public static IEnumerable<GroupRate> Of(MeasuredRun run)
    {
        var figures = run.Figures;
        foreach (var group in figures["groups"]?.AsArray() ?? [])
        {
            var name = (string)group!["group"]!;
            if (group["rates"] is { } attacks)   // attack detection: people alone have a rate of everybody's
            {
                var all = (figures["anyMoment"] ?? figures["pictures"])!["rates"]!;
                yield return new(run.Said, "BPCER", name, MeasuredRun.Rate(attacks["bpcer"]), MeasuredRun.Rate(all["bpcer"]));
                yield return new(run.Said, "BPNRR", name, MeasuredRun.Rate(attacks["bpnrr"]), MeasuredRun.Rate(all["bpnrr"]));
            }
            else if (group["falseMatch"] is not null)
            {
                foreach (var (measure, key) in ((string, string)[])[("FMR", "falseMatch"), ("FNMR", "falseNonMatch")])
                    yield return new(run.Said, measure, name, MeasuredRun.Rate(group[key]), Everybody(figures, key));
            }
        }

        var sessions = figures["sessions"] as System.Text.Json.Nodes.JsonObject;
        foreach (var group in sessions?["groups"]?.AsArray() ?? [])
        {
            foreach (var (measure, key) in ((string, string)[])[("session FMR", "falseMatch"), ("session FNMR", "falseNonMatch")])
            {
                yield return new(
                    run.Said, measure, (string)group!["group"]!, MeasuredRun.Rate(group[key]), MeasuredRun.Rate(sessions![key]));
            }
        }
    }

    // of one group and of two alike: what has no label is nobody's
    static ErrorRate Everybody(System.Text.Json.Nodes.JsonNode figures, string key) => figures["groups"]!.AsArray()
        .Aggregate(MeasuredRun.Rate(figures["twoGroups"]?[key]), (sum, group) => sum + MeasuredRun.Rate(group![key]));
}
