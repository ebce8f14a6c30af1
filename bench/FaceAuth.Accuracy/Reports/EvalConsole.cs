namespace FaceAuth.Accuracy.Reports;

/// <summary>Where an evaluation writes.</summary>
/// <param name="Output">The report.</param>
/// <param name="Error">Progress and what went wrong with single items.</param>
/// <param name="ShowsBar">Whether a person watches: a progress bar is drawn on <paramref name="Error"/>, else a line now and then.</param>
internal sealed record EvalConsole(TextWriter Output, TextWriter Error, bool ShowsBar);
