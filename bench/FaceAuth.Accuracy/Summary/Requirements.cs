using System.Globalization;
using FaceAuth.Accuracy.Reports;

namespace FaceAuth.Accuracy.Summary;

/// <summary>What NIST SP 800-63B-4 §3.2.3 and SP 800-63A-4 §3.11 ask of a biometric, in short, row by row.</summary>
/// <remarks>63B is about signing in, 63A about the first proof of who somebody is: https://pages.nist.gov/800-63-4/.</remarks>
internal static class Requirements
{
    const string SignIn = "63B-4 §3.2.3";
    const string Proofing = "63A-4 §3.11";
    const double AskedIapar = 0.07;

    static readonly Requirement[] Elsewhere =
    [
        new(SignIn, "only beside a physical authenticator, and another way is offered", "the relying party's", Verdict.NotMeasured),
        new($"{SignIn}.3", "at most 10 failures in a row, then 30 s each, 100 in all", "settings, not error rates", Verdict.NotMeasured),
        new($"{SignIn}.3", "comparing on the person's own device is preferred", "the server compares", Verdict.NotMet),
        new(SignIn, "devices known by a key, templates that can be revoked, protected channels", "not error rates", Verdict.NotMeasured),
    ];

    /// <summary>All rows.</summary>
    public static IReadOnlyList<Requirement> Of(IReadOnlyList<MeasuredRun> runs, IReadOnlyList<GroupRate> groups)
    {
        var compared = runs.Where(run => run.Kind == RecognitionSection.Kind).ToList();
        return
        [
            Match($"{SignIn}.1", compared),
            GroupMatch(groups),
            NonMatch($"{SignIn}.1", "FNMR below 5 % (should)", 0.05, compared),
            Attacks($"{SignIn}.2", "attack detection for faces; held here against the 7 % of 63A", runs),
            .. Elsewhere,
            NonMatch(Proofing, "FNMR of 1 in 100 or better", 0.01, compared),
            Attacks(Proofing, "IAPAR below 7 % in every species", runs),
            Alike(groups, "FMR", "false matches"),
            Alike(groups, "FNMR", "false non-matches"),
            Alike(groups, "BPCER", "people taken for attacks"),
        ];
    }

    /// <summary>As a table.</summary>
    public static EvalTable Table(IReadOnlyList<Requirement> rows) => new(
        "What SP 800-63B-4 §3.2.3 and SP 800-63A-4 §3.11 ask", ["section", "asks, in short", "measured", "is"],
        [.. rows.Select(row => (IReadOnlyList<string>)[row.Section, row.Asked, row.Measured, Verdicts.Say(row.Verdict)])],
        "Met: the whole 95 % interval lies within. Not shown: the rate does, but so few trials do not bear it out. Not met: the rate lies "
        + "beyond, be it by one trial of few.",
        IsText: true);

    static Requirement Match(string section, List<MeasuredRun> compared)
    {
        const string Asked = "FMR of 1 in 10 000 or better";
        var rates = compared.DistinctBy(run => run.Name)
            .Select(run => (run.Name, Rate: MeasuredRun.Rate(run.Figures["inUse"]?["falseMatch"])))
            .Where(one => one.Rate.Trials > 0).ToList();
        return rates.Count == 0
            ? new(section, Asked, "", Verdict.NotMeasured)
            : new(section, Asked,
                string.Join("; ", rates.Select(one => RecognitionSection.GroupText(one.Name, one.Rate))),
                Verdicts.Worst(rates.Select(one => Verdicts.Of(one.Rate, RecognitionSection.AskedFmr))));
    }

    static Requirement GroupMatch(IReadOnlyList<GroupRate> groups)
    {
        const string Asked = "… in every group of people";
        var own = groups.Where(group => group is { Measure: "FMR", Rate.Trials: > 0 }).ToList();
        if (own.Count == 0) return new($"{SignIn}.1", Asked, "no labelled set", Verdict.NotMeasured);
        var verdicts = own.ConvertAll(group => Verdicts.Of(group.Rate, RecognitionSection.AskedFmr));
        var worst = own.OrderByDescending(group => group.Rate.Value).ThenBy(group => group.Rate.Trials).First();
        return new($"{SignIn}.1", Asked,
            $"shown for {verdicts.Count(verdict => verdict == Verdict.Met)} of {own.Count} groups, beyond it in "
            + $"{verdicts.Count(verdict => verdict == Verdict.NotMet)}; worst: {RecognitionSection.GroupText(worst.Group, worst.Rate)}",
            Verdicts.Worst(verdicts));
    }

    // of each set what a session does where sessions were compared, else single pictures
    static Requirement NonMatch(string section, string asked, double limit, List<MeasuredRun> compared)
    {
        var sets = compared.DistinctBy(run => run.Name).Select(run => new[]
        {
            (What: "session", Rate: MeasuredRun.Rate(run.Figures["sessions"]?["falseNonMatch"])),
            (What: "single picture", Rate: MeasuredRun.Rate(run.Figures["inUse"]?["falseNonMatch"])),
        }.Where(one => one.Rate.Trials > 0).ToList()).Where(rates => rates.Count > 0).ToList();
        return sets.Count == 0
            ? new(section, asked, "", Verdict.NotMeasured)
            : new(section, asked,
                string.Join("; ", sets.SelectMany(rates => rates).Select(one => $"{one.What} {EvalFigures.WithInterval(one.Rate)}")),
                Verdicts.Worst(sets.Select(rates => Verdicts.Of(rates[0].Rate, limit))));
    }

    static Requirement Attacks(string section, string asked, IReadOnlyList<MeasuredRun> runs)
    {
        var species = runs.Where(run => run.Kind == PadSection.Kind).DistinctBy(run => run.Name)
            .Where(run => run.Figures["anyMoment"] is not null)
            .SelectMany(run => run.Figures["anyMoment"]!["rates"]!["species"]!.AsArray()
                .Select(one => (Name: $"{run.Name}, {one!["species"]}", Rate: PadSection.Passed(one)))).ToList();
        if (species.Count == 0) return new(section, asked, "", Verdict.NotMeasured);
        var verdicts = species.ConvertAll(one => Verdicts.Of(one.Rate, AskedIapar));
        var worst = species.OrderByDescending(one => one.Rate.Value).First();
        return new(section, asked,
            $"attack detection alone, any moment: shown for {verdicts.Count(verdict => verdict == Verdict.Met)} of {species.Count} "
            + $"species, beyond it in {verdicts.Count(verdict => verdict == Verdict.NotMet)}; worst: {worst.Name}, "
            + EvalFigures.WithInterval(worst.Rate),
            Verdicts.Worst(verdicts));
    }

    static Requirement Alike(IReadOnlyList<GroupRate> groups, string measure, string what)
    {
        var asked = $"no group more than 25 % worse than all: {what}";
        var own = groups.Where(group => group.Measure.EndsWith(measure, StringComparison.Ordinal)
            && (measure != "FMR" || !group.Measure.EndsWith("FNMR", StringComparison.Ordinal))
            && group.Rate.Trials > 0 && group.Verdict != Verdict.NotMeasured).ToList();
        if (own.Count == 0) return new(Proofing, asked, "no labelled set", Verdict.NotMeasured);
        var worst = own.OrderByDescending(group => group.Times ?? 0).First();
        return new(Proofing, asked, string.Create(CultureInfo.InvariantCulture,
            $"beyond it in {own.Count(group => group.Verdict == Verdict.NotMet)} of {own.Count} groups; "
            + $"worst: {worst.Group}, {worst.Times ?? 0:0.0} times"), Verdicts.Worst(own.Select(group => group.Verdict)));
    }
}
