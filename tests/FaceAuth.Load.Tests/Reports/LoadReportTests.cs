using FaceAuth.Load.Reports;
using FaceAuth.Load.Serve;

namespace FaceAuth.Load.Tests.Reports;

public sealed class LoadReportTests
{
    [Fact]
    public void A_figure_is_held_against_its_target()
    {
        Assert.True(LoadFigure.AtMost("cores", 1, 1).IsMet);
        Assert.False(LoadFigure.AtMost("cores", 1.01, 1).IsMet);
        Assert.True(LoadFigure.AtLeast("rate", 80, 80).IsMet);
        Assert.False(LoadFigure.AtLeast("rate", 79.9, 80).IsMet);
        Assert.False(LoadFigure.All("pictures", 9, 10).IsMet);
        Assert.True(LoadFigure.Back("heap", 10, 11, 1, "MiB", "the start").IsMet);
        Assert.False(LoadFigure.Back("heap", 10, 11.1, 1, "MiB", "the start").IsMet);
        Assert.Null(LoadFigure.Plain("pause", 3).IsMet);
    }

    [Fact]
    public void What_could_not_be_measured_neither_meets_nor_misses_its_target()
    {
        var figure = LoadFigure.AtMost("cores", null, 1);

        Assert.Equal("–", figure.Measured);
        Assert.Null(figure.IsMet);
    }

    [Fact]
    public void The_table_names_what_was_missed_at_its_end()
    {
        var output = new StringWriter();

        LoadReportText.Write(
            Report(LoadFigure.AtMost("cores", 0.5, 1), LoadFigure.AtMost("drops", 3, 0), LoadFigure.Plain("pause", 1234.5, "ms")), output);

        var lines = output.ToString().Split(Environment.NewLine);
        Assert.Contains(
            lines, line => line.Contains("drops", StringComparison.Ordinal) && line.EndsWith("MISSED", StringComparison.Ordinal));
        Assert.Contains(
            lines, line => line.Contains("1\u202F23", StringComparison.Ordinal) && line.EndsWith("ms", StringComparison.Ordinal));
        Assert.Equal("  Missed: drops.", lines[^2]);
    }

    [Fact]
    public void Every_target_met_is_said_too()
    {
        var output = new StringWriter();

        LoadReportText.Write(Report(LoadFigure.AtMost("cores", 0.5, 1)), output);

        Assert.EndsWith($"Every target is met.{Environment.NewLine}", output.ToString(), StringComparison.Ordinal);
    }

    static LoadReport Report(params LoadFigure[] figures) => new()
    {
        Scenario = "stream",
        About = "8 sessions",
        Machine = "a machine, 2 cores",
        At = DateTimeOffset.UnixEpoch,
        LoadBefore = 1,
        LoadAfter = null,
        Figures = figures,
        Counts = NoCounts,
    };

    static LoadHostStats NoCounts { get; } = System.Text.Json.JsonSerializer.Deserialize<LoadHostStats>(
        """
        {"Sessions":0,"Connected":0,"ChannelsOpened":0,"Ended":{},"Datagrams":0,"DatagramsDropped":{},"Packets":0,"PacketsLost":0,
        "Retransmitted":0,"PacketsDiscarded":{},"Pictures":0,"PicturesDropped":0,"Decoded":0,"KeyframeRequests":0,"WindowPictures":0,
        "Gaps":0,"LongestGapMs":0,"SilentMs":0,
        "DelayP50Ms":0,"DelayP99Ms":0,"DelayMaxMs":0,"HeapBytes":0,"AllocatedBytes":0,"Collections":[0,0,0],"PausedMs":0}
        """)!;
}
