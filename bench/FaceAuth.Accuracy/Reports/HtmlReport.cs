using System.Globalization;
using System.Net;
using System.Text;

namespace FaceAuth.Accuracy.Reports;

/// <summary>A report as one page: no script, nothing fetched from elsewhere, curves as SVG within.</summary>
internal static class HtmlReport
{
    const string Style = """
        :root{color-scheme:light dark}
        body{font:15px/1.5 system-ui,sans-serif;max-width:78rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums}
        th,td{padding:.25rem .6rem;text-align:right;border-bottom:1px solid #8884}
        td{white-space:nowrap}
        th:first-child,td:first-child,.text th,.text td{text-align:left}
        .text td{vertical-align:top;white-space:normal}.text td:first-child,.text td:last-child{white-space:nowrap}
        .no{font-weight:600}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{font-weight:600}dd{margin:0}
        .note,.notes{color:#777;max-width:52rem}
        .wide{overflow-x:auto}svg{max-width:100%;height:auto}
        """;

    /// <summary>The page.</summary>
    public static string Write(EvalReport report)
    {
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
            + $"content=\"width=device-width\"><title>{Text(report.Title)}</title>\n<style>\n{Style}\n</style></head><body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text(report.Title)}</h1>\n<dl>\n");
        foreach (var (name, value) in report.Facts)
            page.Append(CultureInfo.InvariantCulture, $"<dt>{Text(name)}</dt><dd>{Text(value)}</dd>\n");
        page.Append("</dl>\n");
        foreach (var table in report.Tables) Append(page, table);
        foreach (var curve in report.Curves.Where(curve => curve.Points.Count > 1))
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(curve.Title)}</h2>\n{DetSvg.Draw(curve)}\n");
        if (report.Notes.Count > 0)
            page.Append("<h2>What the figures do not say</h2>\n<ul class=\"notes\">\n")
                .AppendJoin('\n', report.Notes.Select(note => $"<li>{Text(note)}</li>")).Append("\n</ul>\n");
        return page.Append("</body></html>\n").ToString();
    }

    /// <summary>Text made safe for HTML and SVG.</summary>
    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    // what a reader looks for first
    static string Cell(string cell) => $"<td{(cell == "not met" ? " class=\"no\"" : "")}>{Text(cell)}</td>";

    static void Append(StringBuilder page, EvalTable table)
    {
        var kind = table.IsText ? " class=\"text\"" : "";
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(table.Title)}</h2>\n<div class=\"wide\"><table{kind}>\n<tr>");
        foreach (var head in table.Columns) page.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Text(head)}</th>");
        page.Append("</tr>\n");
        foreach (var row in table.Rows) page.Append("<tr>").AppendJoin("", row.Select(Cell)).Append("</tr>\n");
        page.Append("</table></div>\n");
        if (table.Note is { } note) page.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Text(note)}</p>\n");
    }
}
