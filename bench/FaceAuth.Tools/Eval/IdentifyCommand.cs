using System.CommandLine;
using System.Globalization;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Identify;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;
using FaceAuth.Accuracy.Verify;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval identify</c>: is the right person found among many, and nobody for a stranger?</summary>
internal sealed class IdentifyCommand : EvalVerb
{
    readonly Option<string> _identities = new("--identities")
    {
        Description = "People as folders of pictures.",
        Required = true,
        HelpName = "DIR",
    };
    readonly Option<string?> _people = new("--people")
    {
        Description = "Take only the people that this file names, one a line.",
        HelpName = "FILE",
    };
    readonly Option<int[]> _sizes = new("--sizes")
    {
        Description = "Gallery sizes; default 10, 100, 1000 and as many as there are.",
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(','))
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0)],
        DefaultValueFactory = _ => [10, 100, 1000, int.MaxValue],
        HelpName = "NUMBER,NUMBER",
    };

    readonly Option<string> _gate = new("--gate")
    {
        Description = "As for verify: decision, open or central.",
        DefaultValueFactory = _ => "decision",
    };

    /// <summary>The verb.</summary>
    public static Command Create() => new IdentifyCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        _gate.AcceptOnlyFromAmong("decision", "open", "central");
        return new("identify", "Open-set identification: FPIR and FNIR against the gallery's size, searched by the real store.")
        {
            _identities, _people, _sizes, _gate,
        };
    }

    /// <inheritdoc/>
    protected override ExamineGate Gate(ParseResult parsed) => VerifyCommand.GateOf(parsed.GetValue(_gate));

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation)
    {
        var sizes = parsed.GetValue(_sizes)!;
        if (sizes.Length == 0 || sizes.Any(size => size < 1)) throw new EvalException("--sizes takes numbers from 1, such as 10,100.");
        var data = IdentityFolders.Read(parsed.GetValue(_identities)!, parsed.GetValue(_people));
        using var examiners = FaceExaminers.Load(settings.Models, settings.Inference, settings.Decision, settings.Gate);
        var results = new PictureRun(settings, console) { Embeds = true }.Run(examiners, "verify", data.Pictures, cancellation);
        var parts = IdentifyParts.Of(data.People, results);
        var at = settings.Decision.Match.IdentifyAt ?? examiners.IdentifyAt;
        List<IdentifyTrial> trials = [];
        foreach (var size in sizes.Select(size => Math.Min(size, parts.Gallery.Count)).Distinct().Order())
            trials.Add(IdentifySearch.RunAsync(parts, size, results, examiners, cancellation).GetAwaiter().GetResult());
        var groups = GroupLabels.Read(settings.Labels).Of(data.Pictures);
        var facts = EvalFacts.Of(settings, examiners,
            $"{data.Pictures.Count} pictures; {parts.Gallery.Count} people enrolled with one picture each, "
            + $"{parts.Strangers.Count} pictures of people who are not");
        Publish(IdentifyReport.Build(trials, results, groups, at, facts), settings, console);
        return 0;
    }
}
