using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Blinks;
using FaceAuth.Accuracy.Identify;
using FaceAuth.Accuracy.Pad;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;
using Microsoft.Extensions.Configuration;

namespace FaceAuth.Accuracy.Tests;

/// <summary>What a label column adds to the reports on attacks, identification and blinks.</summary>
public sealed class GroupTablesTests
{
    [Fact]
    public void Attacks_and_people_are_counted_by_group_at_any_moment_of_a_session()
    {
        List<PadSession> sessions =
        [
            new("live/a", null, [], null), new("live/b", null, [], null), new("live/c", null, [], null),
            new("attacks/print/d", "print", [], null), new("attacks/print/e", "print", [], null),
            new("attacks/screen/f", "screen", [], null),
        ];
        List<PadResult> results =
        [
            Played(0.9f, true), Played(0.5f, false), Played(0.9f, true), Played(0.4f, true), Played(0.1f, false), Played(null, false),
        ];
        string?[] groups = ["dark", "dark", null, "dark", "bright", "bright"];

        var report = new PadReport(sessions, results, Playing, new LiveScoreOptions(), groups).Build([]);

        var (bright, dark) = (report.Data["groups"]![0]!, report.Data["groups"]![1]!);
        Assert.Equal(("bright", "dark"), ((string)bright["group"]!, (string)dark["group"]!));
        Assert.Equal((1, 2), Counts(dark["rates"]!["bpcer"]!));
        Assert.Equal((1, 1), Counts(dark["rates"]!["species"]![0]!["apcer"]!));
        Assert.Equal((0, 1), Counts(bright["rates"]!["species"]![0]!["apcer"]!));
        Assert.Equal((1, 1), Counts(bright["rates"]!["species"]![1]!["apnrr"]!));
        Assert.Equal(["bright", "dark"], report.Tables[^1].Rows.Select(row => row[0]));
        Assert.All(report.Tables, table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));
    }

    [Fact]
    public void An_attack_that_passed_at_any_moment_passed_whatever_its_last_score()
    {
        List<PadSession> sessions = [new("live/a", null, [], null), new("attacks/print/d", "print", [], null)];

        var report = new PadReport(sessions, [Played(0.9f, true), Played(0.4f, true)], Playing, new LiveScoreOptions(), []).Build([]);

        Assert.Equal((0, 1), Counts(report.Data["trials"]!["rates"]!["species"]![0]!["apcer"]!));
        Assert.Equal((1, 1), Counts(report.Data["anyMoment"]!["rates"]!["species"]![0]!["apcer"]!));
        Assert.Null(report.Data["groups"]);
    }

    [Fact]
    public void Searches_are_counted_by_the_group_of_the_probe_in_the_largest_gallery()
    {
        IdentifyTrial small = new(2, [(0, false, 0.1f)], [(2, 0.9f)]);
        IdentifyTrial large = new(9, [(0, true, 0.7f), (1, true, 0.4f), (3, false, 0.8f)], [(2, 0.6f), (4, 0.2f)]);
        string?[] groups = ["old", "young", "young", null, "old"];

        var report = IdentifyReport.Build([small, large], [], groups, 0.5, []);

        var (old, young) = (report.Data["groups"]![0]!, report.Data["groups"]![1]!);
        Assert.Equal(("old", (0, 1), (0, 1)), ((string)old["group"]!, Counts(old["fpir"]!), Counts(old["fnir"]!)));
        Assert.Equal(("young", (1, 1), (1, 1)), ((string)young["group"]!, Counts(young["fpir"]!), Counts(young["fnir"]!)));
        Assert.Equal("By group of the probe, 9 enrolled", report.Tables[^1].Title);
    }

    [Fact]
    public void Blinks_are_counted_by_the_group_of_their_clip()
    {
        List<BlinkClip> clips = [new("a", "a", [(30, 33)]), new("b", "b", [(60, 63)]), new("c", "c", [])];
        List<BlinkResult> results = [new(null, 10, [new(0.9, 1.2)]), new(null, 20, []), new(null, 30, [new(5, 5.3)])];

        var report = BlinkReport.Build(clips, results, ["glasses", "bare", "glasses"], []);

        var (bare, glasses) = (report.Data["groups"]![0]!, report.Data["groups"]![1]!);
        Assert.Equal(((1L, 1L), 0), (Counts(bare["missed"]!), (int)bare["false"]!));
        Assert.Equal(((0L, 1L), 1, 40.0), (Counts(glasses["missed"]!), (int)glasses["false"]!, (double)glasses["seconds"]!));
        Assert.Equal(1.5, (double)glasses["falsePerMinute"]!, 6);
        Assert.Equal((1, 2), Counts(report.Data["missed"]!));
    }

    static (long Errors, long Trials) Counts(JsonNode rate) => ((long)rate["errors"]!, (long)rate["trials"]!);

    static PadSettings Playing => new()
    {
        Configuration = new ConfigurationBuilder().Build(),
        Seconds = 10,
        Policy = "passive",
        ClipRate = 10,
        PlaysSessions = true,
        KeepsEvidence = false,
    };

    static PadResult Played(float? score, bool passed) =>
        new(
            null, [],
            [
                new(
                    0, 20, false, [nameof(ReasonCode.NoSignOfLife)],
                    new AuthScores(null, null, score, 0, 20, 20, TimeSpan.FromSeconds(10), []), passed),
            ]);
}
