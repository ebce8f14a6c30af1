using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Reports;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval thresholds</c>: what is in use, and where it comes from.</summary>
internal sealed class ThresholdsCommand : EvalVerb
{
    /// <summary>The verb.</summary>
    public static Command Create() => new ThresholdsCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe() => new("thresholds", "Every threshold of the pack's models with the measurement it comes from.");

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation)
    {
        using var examiners = FaceExaminers.Load(settings.Models, settings.Inference, settings.Decision, settings.Gate);
        var match = settings.Decision.Match;
        var data = new JsonArray();
        List<IReadOnlyList<string>> rows = [];
        foreach (var threshold in examiners.Thresholds)
            Add($"{threshold.Model}: {threshold.Name}", threshold.Value, threshold.From, threshold.WorstGroup);
        Add(
            "verify", match.VerifyAt ?? examiners.VerifyAt,
            match.VerifyAt is null ? "the recogniser's \"accept\"" : "the setting Decision:Match:VerifyAt");
        Add(
            "identify", match.IdentifyAt ?? examiners.IdentifyAt,
            match.IdentifyAt is null
                ? "the recogniser's \"accept\", raised for comparing with many"
                : "the setting Decision:Match:IdentifyAt");
        Publish(new()
        {
            Title = "Thresholds in use",
            Facts = [("pack", $"{examiners.Pack}: {string.Join(", ", examiners.ModelIds)}")],
            Tables = [new("From the manifest and the settings", ["threshold", "value", "from"], rows)],
            Notes =
            [
                "Gates and machines have more, each with its reason beside it: "
                + "sections Decision:Gate, Decision:Live, Decision:Blink, Decision:Vote.",
            ],
            Data = new() { ["thresholds"] = data },
        }, settings, console);
        return 0;

        void Add(string name, double value, string from, string? worst = null)
        {
            var said = worst is null ? from : $"{from} Worst group: {worst}.";
            rows.Add([name, value.ToString("0.####", CultureInfo.InvariantCulture), said]);
            data.Add(new JsonObject { ["name"] = name, ["value"] = Math.Round(value, 6), ["from"] = from, ["worstGroup"] = worst });
        }
    }
}
