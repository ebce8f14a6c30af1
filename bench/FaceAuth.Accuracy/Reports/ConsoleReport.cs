namespace FaceAuth.Accuracy.Reports;

/// <summary>Writes a report as text.</summary>
internal static class ConsoleReport
{
    public static void Write(EvalReport report, TextWriter output)
    {
        output.WriteLine(report.Title);
        var width = report.Facts.Count == 0 ? 0 : report.Facts.Max(fact => fact.Name.Length);
        foreach (var (name, value) in report.Facts) output.WriteLine($"  {name.PadRight(width)}  {value}");
        foreach (var table in report.Tables)
        {
            output.WriteLine();
            output.WriteLine(table.Title);
            Write(table, output);
            if (table.Note is { } note) output.WriteLine($"  {note}");
        }

        if (report.Notes.Count > 0) output.WriteLine();
        foreach (var note in report.Notes) output.WriteLine($"* {note}");
    }

    static void Write(EvalTable table, TextWriter output)
    {
        var widths = table.Columns.Select(
            (head, i) => Math.Max(head.Length, table.Rows.Count == 0 ? 0 : table.Rows.Max(row => row[i].Length))).ToArray();
        output.WriteLine(Line(table.Columns, widths, table.IsText));
        foreach (var row in table.Rows) output.WriteLine(Line(row, widths, table.IsText));
    }

    static string Line(IReadOnlyList<string> cells, int[] widths, bool isText) =>
        "  " + string.Join(
            "  ", cells.Select((cell, i) => i == 0 || isText ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd();
}
