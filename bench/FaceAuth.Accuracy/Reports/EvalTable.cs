namespace FaceAuth.Accuracy.Reports;

/// <summary>A table of a report: texts, the first column left-aligned, the others right.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">Heads.</param>
/// <param name="Rows">As many texts a row as there are columns.</param>
/// <param name="Note">What must be known to read it; null for nothing.</param>
/// <param name="IsText">Whether it holds sentences: all columns are left-aligned, and wrap on a page.</param>
internal sealed record EvalTable(
    string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string? Note = null, bool IsText = false);
