using System.Text.Json;
using FaceAuth.Load.Sessions;

namespace FaceAuth.Load.Tests.Sessions;

public sealed class SessionsReportTests
{
    static readonly SessionsSettings Settings = new()
    {
        EnrolClip = "a.mp4",
        Clip = "b.mp4",
        Processors = new(null, null, ""),
        ServerCores = 2,
        ApiKey = "fa_secret",
    };

    [Fact]
    public void A_core_bears_what_the_highest_rate_with_enough_accepted_says()
    {
        var report = Report(Steps.Of(60, Seconds(5, 60)), Steps.Of(120, Seconds(5, 120)), Steps.Of(180, Seconds(11, 180)));

        Assert.Equal(60, report.PerCore);
        Assert.Contains(
            "Borne: 60 sessions a minute and core (target ≥ 140), 0.25 s of processor a verdict", Text(report), StringComparison.Ordinal);
        Assert.Contains(
            "What breaks first, at 180 a minute: people wait longer than 10 s (180 of 180).", Text(report), StringComparison.Ordinal);
        Assert.False(report.IsMet);
    }

    [Fact]
    public void Many_at_once_take_what_littles_law_makes_of_it()
    {
        // 120 a minute on 2 cores, 5 s each: 5 at once a core
        var text = Text(Report(Steps.Of(120, Seconds(5, 120)), Steps.Of(130, Seconds(11, 130))));

        Assert.Contains("one core has 60 / 60 × 5.0 s = 5.0 sessions at once; a camera sends 1.0 Mbit/s", text, StringComparison.Ordinal);
        Assert.Contains("1,000 / 5.0 = 200 cores, 13 nodes of 16; 1.0 Gbit/s in; 200 verdicts a second", text, StringComparison.Ordinal);
        Assert.Contains("100,000 / 5.0 = 20,000 cores, 1,250 nodes of 16; 100.0 Gbit/s in", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_broke_the_most_is_not_known_and_nothing_is_made_of_it()
    {
        var report = Report(Steps.Of(60, Seconds(5, 60)));

        Assert.Contains("Nothing broke, so more may be borne", Text(report), StringComparison.Ordinal);
        Assert.DoesNotContain("On paper", Text(report), StringComparison.Ordinal);
        Assert.True(report.IsMet);
    }

    [Fact]
    public void Whoever_is_sent_away_counts_among_all_and_is_told_why()
    {
        var busy = Enumerable.Repeat(Steps.Other(SessionEnd.Busy, "busy"), 10).ToArray();
        var report = Report(Steps.Of(60, Seconds(5, 90), busy));

        Assert.Null(report.Best);
        Assert.Contains("people are told that it is busy (10 of 100; busy 10 ×)", Text(report), StringComparison.Ordinal);
        Assert.Contains("At no rate were 95 of 100 people accepted within 10 s.", Text(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_a_bound_sends_away_is_told_apart_from_a_server_that_is_full()
    {
        var (full, bounded) = (Steps.Other(SessionEnd.Busy, "busy"), Steps.Other(SessionEnd.Busy, "address_busy"));

        var text = Text(Report(Steps.Of(60, Seconds(5, 9), full, bounded)));

        Assert.Contains("  1 people were sent away by a bound on one address", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_row_has_every_end_and_half_of_the_accepted_waited_no_longer_than_its_median()
    {
        double[] accepted = [3, 4, 5, 6, 12];
        var step = Steps.Of(60, accepted, Steps.Other(SessionEnd.Refused, "face_obstructed"), Steps.Other(SessionEnd.Undecided, "timeout"));

        Assert.Equal(4 / 7.0, step.AcceptedSoon);
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6)), (step.Median, step.Late));
        Assert.Equal((0.5, 6), (step.Cores, step.SecondsAVerdict));
        var row = JsonDocument.Parse(Report(step).ToJson()).RootElement.GetProperty("steps")[0];
        Assert.Equal((1, 1, 0), (Number(row, "refused"), Number(row, "undecided"), Number(row, "busy")));
        Assert.Equal(1, Number(row.GetProperty("why"), "face_obstructed"));
    }

    [Fact]
    public void The_key_stands_in_no_report() =>
        Assert.DoesNotContain("fa_secret", Report(Steps.Of(60, Seconds(5, 60))).ToJson() + Settings, StringComparison.Ordinal);

    static int Number(JsonElement row, string name) => row.GetProperty(name).GetInt32();

    static double[] Seconds(double each, int people) => [.. Enumerable.Repeat(each, people)];

    static SessionsReport Report(params SessionsStep[] steps) => new("a run", "a machine", 1, 2, Settings, steps);

    static string Text(SessionsReport report)
    {
        var output = new StringWriter();
        report.Write(output);
        return output.ToString();
    }
}
