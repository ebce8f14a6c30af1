using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Statistics;
using FaceAuth.Accuracy.Summary;

namespace FaceAuth.Accuracy.Tests.Summary;

/// <summary>The page of all error rates, from what verbs wrote.</summary>
public sealed class SummaryReportTests
{
    static readonly MeasuredRun People = new("photos", "sex", JsonNode.Parse("""
        {
          "title": "Verification",
          "facts": { "data": "9 pictures", "pack": "permissive: a, b", "gate": "open: every", "measured": "2026-11-30 with faceauth 1+abc" },
          "figures": {
            "inUse": {
              "threshold": 0.467, "falseMatch": { "errors": 3, "trials": 200000 }, "falseNonMatch": { "errors": 90, "trials": 1000 }
            },
            "sessions": {
              "templates": 3, "pictures": 3, "people": 500,
              "falseMatch": { "errors": 0, "trials": 90000 }, "falseNonMatch": { "errors": 2, "trials": 900 }, "groups": []
            },
            "groups": [
              { "group": "men", "falseMatch": { "errors": 0, "trials": 60000 }, "falseNonMatch": { "errors": 40, "trials": 500 } },
              { "group": "women", "falseMatch": { "errors": 3, "trials": 20000 }, "falseNonMatch": { "errors": 50, "trials": 500 } }
            ],
            "twoGroups": { "falseMatch": { "errors": 0, "trials": 120000 }, "falseNonMatch": { "errors": 0, "trials": 0 } }
          }
        }
        """)!);

    static readonly MeasuredRun Attacks = new("webcams", null, JsonNode.Parse("""
        {
          "title": "Presentation attack detection",
          "facts": { "data": "60 sessions", "pack": "permissive: a, b" },
          "figures": {
            "trials": { "threshold": 0.75, "rates": {
              "species": [{ "species": "print", "apcer": { "errors": 1, "trials": 90 }, "apnrr": { "errors": 10, "trials": 100 } }],
              "bpcer": { "errors": 4, "trials": 50 }, "bpnrr": { "errors": 10, "trials": 60 }, "acer": 0.05 } },
            "anyMoment": { "rates": {
              "species": [{ "species": "print", "apcer": { "errors": 20, "trials": 90 }, "apnrr": { "errors": 10, "trials": 100 } }],
              "bpcer": { "errors": 2, "trials": 50 }, "bpnrr": { "errors": 10, "trials": 60 }, "acer": 0.13 } },
            "decisions": [
              { "species": "live", "accepted": { "errors": 30, "trials": 60 } },
              { "species": "print", "accepted": { "errors": 1, "trials": 100 } }
            ]
          }
        }
        """)!);

    [Fact]
    public void The_relative_rate_adds_what_gets_through_to_who_is_refused()
    {
        var report = SummaryReport.Build([Attacks], []);

        // 20 of 100 attacks, and 12 of 60 people
        Assert.Equal(0.4, (double)report.Data["riapar"]![0]!["anyMoment"]!, 9);
        Assert.Equal("40.00 %", Table(report, "webcams: attack detection in sessions").Rows[0][4]);
        Assert.Equal("51.00 %", Table(report, "webcams: the whole decision").Rows[1][3]);
        Assert.Null(PadSection.Riapar(new(0, 0), new(1, 2)));
    }

    [Fact]
    public void Where_no_person_is_accepted_that_no_attack_is_counts_for_nothing()
    {
        var report = Attacks.Report.DeepClone();
        report["figures"]!["decisions"]![0]!["accepted"]!["errors"] = 0L;

        var page = SummaryReport.Build([Attacks with { Report = report }], []);

        Assert.DoesNotContain(page.Tables, table => table.Title.Contains("whole decision", StringComparison.Ordinal));
        Assert.Contains(
            "accepted none of 60 people and 1 of 100 attacks", Table(page, "webcams: attack detection").Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_is_shown_to_keep_a_rate_only_by_its_whole_interval()
    {
        Assert.Equal(Verdict.Met, Verdicts.Of(new(0, 60000), 1e-4));
        Assert.Equal(Verdict.NotShown, Verdicts.Of(new(0, 1000), 1e-4));
        Assert.Equal(Verdict.NotMet, Verdicts.Of(new(3, 20000), 1e-4));
        Assert.Equal(Verdict.NotMeasured, Verdicts.Of(new ErrorRate(0, 0), 1e-4));
        Assert.Equal(Verdict.NotMet, Verdicts.Worst([Verdict.Met, Verdict.NotMet, Verdict.NotShown]));

        var table = Table(SummaryReport.Build([People], []), "photos, by sex: false matches");

        Assert.Equal(["met", "not met", "met"], table.Rows.Select(row => row[^1]));
        Assert.StartsWith("Worst: women, 1.5e-4 (3 of 20 000). 1e-4 is shown for 1 of 2 groups.", table.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_has_two_pictures_no_column_speaks_of_them()
    {
        var report = People.Report.DeepClone();
        foreach (var group in report["figures"]!["groups"]!.AsArray())
            group!["falseNonMatch"] = JsonNode.Parse("""{ "errors": 0, "trials": 0 }""");

        var table = Table(SummaryReport.Build([People with { Report = report }], []), "photos, by sex: false matches");

        Assert.Equal(["group", "FMR (95 %)", "errors", "FMR ≤ 1e-4"], table.Columns);
        Assert.All(table.Rows, row => Assert.Equal(4, row.Count));
        Assert.EndsWith("nobody has two pictures: FNMR by group is not measured.", table.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_row_of_the_guideline_says_its_figure_or_that_there_is_none()
    {
        var rows = SummaryReport.Build([People, Attacks], []).Data["requirements"]!.AsArray();

        Assert.Equal("met", Row("FMR of 1 in 10 000"));
        Assert.Equal("not met", Row("… in every group"));
        Assert.Equal("met", Row("FNMR below 5 %"));           // by sessions; single pictures would not
        Assert.Equal("met", Row("FNMR of 1 in 100"));
        Assert.Equal("not met", Row("IAPAR below 7 %"));
        Assert.Equal("not measured", Row("only beside a physical authenticator"));
        Assert.Equal("not met", Row("no group more than 25 % worse than all: false matches"));
        Assert.Equal("not measured", Row("no group more than 25 % worse than all: people"));

        string Row(string asks) => (string)Assert.Single(
            rows, row => ((string)row!["asks"]!).StartsWith(asks, StringComparison.Ordinal))!["is"]!;
    }

    [Fact]
    public void A_group_is_held_against_all_who_have_a_label()
    {
        var groups = GroupRate.Of(People).ToArray();

        var women = Assert.Single(groups, group => group is { Group: "women", Measure: "FMR" });
        Assert.Equal((new ErrorRate(3, 200000), 10.0, Verdict.NotMet), (women.All, Math.Round(women.Times!.Value, 9), women.Verdict));
        var men = Assert.Single(groups, group => group is { Group: "men", Measure: "FNMR" });
        Assert.Equal((new ErrorRate(90, 1000), Verdict.Met), (men.All, men.Verdict));
    }

    [Fact]
    public void What_no_run_measured_is_named_and_so_is_what_failed()
    {
        var report = SummaryReport.Build([People], ["phones"]);

        Assert.Contains(report.Notes, note => note.Contains("phones", StringComparison.Ordinal));
        Assert.Contains("Not measured: attacks.", report.Notes);
        Assert.DoesNotContain("Not measured: recognition.", report.Notes);
        Assert.Contains(("measured", "2026-11-30 with faceauth 1+abc"), report.Facts);
        Assert.Contains(("verifies from", "0.467"), report.Facts);
        Assert.All(report.Tables, table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));
    }

    [Fact]
    public void A_page_is_composed_again_from_its_own_file()
    {
        var file = Path.GetTempFileName();
        var first = SummaryReport.Build([People, Attacks], []);
        File.WriteAllText(file, ReportFiles.Json(first));

        var again = SummaryReport.Build([.. MeasuredRun.Read(file)], []);

        File.Delete(file);
        Assert.Equal(ReportFiles.Json(first), ReportFiles.Json(again));
    }

    static EvalTable Table(EvalReport report, string title) =>
        Assert.Single(report.Tables, table => table.Title.StartsWith(title, StringComparison.Ordinal));
}
