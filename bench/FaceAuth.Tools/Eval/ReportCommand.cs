using System.CommandLine;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Summary;
using FaceAuth.Signaling.Commands;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval report</c>: what the other verbs measure, on one page, beside what guidelines ask.</summary>
internal sealed class ReportCommand : EvalVerb
{
    readonly Option<string?> _sets = new("--sets") { Description = "What to measure: a list of sets as JSON.", HelpName = "FILE" };
    readonly Option<string[]> _from = new("--from")
    {
        Description = "Take over what verbs, or an earlier page, wrote with --json. A set is named by its file.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };
    readonly Option<string?> _keep = new("--keep")
    {
        Description = "Keep each run's figures and journal in this folder and go on from there. Journals hold embeddings.",
        HelpName = "DIR",
    };

    /// <summary>The verb.</summary>
    public static Command Create() => new ReportCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe() =>
        new("report", "All error rates on one page, with intervals, by group, beside what NIST SP 800-63-4 asks.") { _sets, _from, _keep };

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation)
    {
        if ((settings.Labels ?? settings.Journal) is not null)
            throw new EvalException("report takes labels from the list of sets, and goes on from --keep: leave --labels and --resume out.");
        List<MeasuredRun> runs = [.. (parsed.GetValue(_from) ?? []).SelectMany(MeasuredRun.Read)];
        List<string> failed = [];
        if (parsed.GetValue(_sets) is { } list) Measure(SetsFile.Read(list), parsed, console, runs, failed, cancellation);
        else if (runs.Count == 0) throw new EvalException("Give --sets with what to measure, or --from with what was measured.");
        var measured = runs.Any(run => run.Kind != SummaryReport.Thresholds);
        if (Measured(measured, "no set gave a figure", console) is not 0 and var none) return none;
        Publish(SummaryReport.Build(runs, failed), settings, console);
        foreach (var name in failed) console.Error.WriteLine($"Not measured: {name}.");
        return failed.Count == 0 ? 0 : 1;
    }

    void Measure(
        IReadOnlyList<SetRun> sets, ParseResult parsed, EvalConsole console, List<MeasuredRun> runs, List<string> failed,
        CancellationToken cancellation)
    {
        using var work = new WorkFolder(parsed.GetValue(_keep));
        IReadOnlyList<SetRun> all = [.. sets, new("thresholds", null, ["thresholds"])];
        for (var i = 0; i < all.Count; i++)
        {
            var (name, by, line) = (all[i].Name, all[i].By, all[i].Line);
            var (json, journal) = (work.At($"{i + 1:00}.json"), work.At($"{First(all, i) + 1:00}.journal"));
            console.Error.WriteLine(by is null ? name : $"{name}, by {by}");
            string[] own = ["--json", json, .. line[0] == "thresholds" ? (string[])[] : ["--resume", journal]];
            var quiet = new InvocationConfiguration { Output = TextWriter.Null, Error = console.Error };
            var code = EvalCommand.Create().Parse([.. line, .. own, .. Shared(parsed, line), .. Carried(parsed)]).Invoke(quiet);
            cancellation.ThrowIfCancellationRequested();
            if (code == 0) runs.AddRange(MeasuredRun.Read(json).Select(run => run with { Name = name, By = by }));
            else failed.Add(by is null ? name : $"{name}, by {by}");
        }
    }

    // runs that differ in their labels alone look at the same pictures
    static int First(IReadOnlyList<SetRun> all, int i)
    {
        var first = i;
        while (first > 0 && all[first - 1].Name == all[i].Name && all[first - 1].By is not null && all[i].By is not null) first--;
        return first;
    }

    static IEnumerable<string> Carried(ParseResult parsed) => Settings.Of(parsed).Select(setting => $"--setting={setting[2..]}");

    sealed class WorkFolder : IDisposable
    {
        readonly string _path;
        readonly bool _goes;

        public WorkFolder(string? keep)
        {
            _goes = keep is null;
            try
            {
                _path = keep is null
                    ? Directory.CreateTempSubdirectory("faceauth-report-").FullName : Directory.CreateDirectory(keep).FullName;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new EvalException($"The folder {keep} cannot be made ({e.Message}).", e);
            }
        }

        public string At(string name) => Path.Combine(_path, name);

        public void Dispose()
        {
            if (_goes) Directory.Delete(_path, recursive: true);
        }
    }
}
