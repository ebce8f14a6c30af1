using System.Xml.Linq;
using FaceAuth.Accuracy.Reports;

namespace FaceAuth.Accuracy.Tests.Reports;

public sealed class HtmlReportTests
{
    static readonly EvalReport Report = new()
    {
        Title = "A & B",
        Facts = [("data", "<3 pairs>")],
        Tables = [new("Rates", ["", "FMR"], [["at 1e-3", "0.1 %"]], "Note & more")],
        Curves =
        [
            new(
                "Trade-off", "false match rate", "false non-match rate", [new(0.9, 0.0001, 0.2), new(0.5, 0.01, 0.02), new(0.1, 1, 0)],
                0.0001),
        ],
        Notes = ["Not all."],
        Data = new() { ["x"] = 1 },
    };

    [Fact]
    public void Everything_is_on_the_page_and_made_safe()
    {
        var page = HtmlReport.Write(Report);

        Assert.All(
            new[] { "<title>A &amp; B</title>", "&lt;3 pairs&gt;", "at 1e-3", "Note &amp; more", "Not all." },
            part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<3 pairs", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_fetched_from_elsewhere()
    {
        var page = HtmlReport.Write(Report).Replace("xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal);

        Assert.All(new[] { "src=", "href=", "url(", "http" }, way => Assert.DoesNotContain(way, page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_curve_runs_from_few_false_matches_to_many_within_its_frame()
    {
        var svg = XElement.Parse(DetSvg.Draw(Report.Curves[0]));
        XNamespace names = "http://www.w3.org/2000/svg";

        var points = svg.Element(names + "polyline")!.Attribute("points")!.Value.Split(' ')
            .Select(point => point.Split(',')
                .Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray()).ToList();

        Assert.Equal(3, points.Count);
        Assert.Equal([70, 385, 700], points.Select(point => point[0]));   // 1e-4, 1e-2 and 1 on an axis from 1e-4
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.Second[1] > pair.First[1]));
        Assert.All(points, point => Assert.InRange(point[1], 15, 425));
    }

    [Fact]
    public void The_console_lines_columns_up()
    {
        var text = new StringWriter();

        ConsoleReport.Write(Report, text);

        Assert.Equal(
            "A & B\n  data  <3 pairs>\n\nRates\n             FMR\n  at 1e-3  0.1 %\n  Note & more\n\n* Not all.\n", text.ToString());
    }

    [Fact]
    public void Sentences_are_left_aligned_and_what_is_not_met_stands_out()
    {
        var report = Report with { Tables = [new("Asked", ["what", "is"], [["a long one", "not met"], ["b", "met"]], null, IsText: true)] };
        var text = new StringWriter();

        ConsoleReport.Write(report, text);
        var page = HtmlReport.Write(report);

        Assert.Contains("\n  what        is\n  a long one  not met\n  b           met\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("<table class=\"text\">", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"no\">not met</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>met</td>", page, StringComparison.Ordinal);
    }
}
