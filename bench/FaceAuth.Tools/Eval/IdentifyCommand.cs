using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Identify;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;
using FaceAuth.Accuracy.Statistics;
using FaceAuth.Accuracy.Verify;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval identify</c>: is the right person found among many, and nobody for a stranger?</summary>
internal sealed class IdentifyCommand : EvalVerb
{
    readonly Option<string> _identities = new("--identities") { Description = "People as folders of pictures.", Required = true, HelpName = "DIR" };
    readonly Option<string?> _people = new("--people") { Description = "Take only the people that this file names, one a line.", HelpName = "FILE" };
    readonly Option<int[]> _sizes = new("--sizes")
    {
        Description = "Gallery sizes; default 10, 100, 1000 and as many as there are.",
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0)],
        DefaultValueFactory = _ => [10, 100, 1000, int.MaxValue],
        HelpName = "NUMBER,NUMBER",
    };

    readonly Option<string> _gate = new("--gate") { Description = "As for verify: decision, open or central.", DefaultValueFactory = _ => "decision" };

    /// <summary>The verb.</summary>
    public static Command Create() => new IdentifyCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        _gate.AcceptOnlyFromAmong("decision", "open", "central");
        return new("identify", "Open-set identification: FPIR and FNIR against the gallery's size, searched by the real store.") { _identities, _people, _sizes, _gate };
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
            trials.Add(SearchAsync(parts, size, results, examiners.EmbedderId, cancellation).GetAwaiter().GetResult());
        var groups = Labels.Read(settings.Labels).Of(data.Pictures);
        Publish(Build(trials, results, groups, at, EvalFacts.Of(settings, examiners, $"{data.Pictures.Count} pictures; {parts.Gallery.Count} people enrolled with one picture each, {parts.Strangers.Count} pictures of people who are not")), settings, console);
        return 0;
    }

    static async Task<IdentifyTrial> SearchAsync(IdentifyParts parts, int size, IReadOnlyList<PictureResult> results, string model, CancellationToken cancellation)
    {
        await using var gallery = await Gallery.CreateAsync(model);
        foreach (var (person, picture) in parts.Gallery.Take(size)) await gallery.EnrolAsync(person, [Embedding(picture)], cancellation);
        var enrolled = parts.Gallery.Take(size).Select(entry => entry.Person).ToHashSet();
        List<(int Picture, bool Right, float Score)> mated = [];
        foreach (var (person, picture) in parts.Probes.Where(probe => enrolled.Contains(probe.Person)))
        {
            var hit = await gallery.FindAsync(Embedding(picture), cancellation);
            mated.Add((picture, hit?.Person == person, hit?.Similarity ?? -1));
        }

        List<(int Picture, float Score)> strangers = [];
        foreach (var picture in parts.Strangers) strangers.Add((picture, (await gallery.FindAsync(Embedding(picture), cancellation))?.Similarity ?? -1));
        return new(size, mated, strangers);

        ReadOnlyMemory<float> Embedding(int picture) => MemoryMarshal.Cast<byte, float>(results[picture].Embedding).ToArray();
    }

    /// <summary>The report.</summary>
    internal static EvalReport Build(
        IReadOnlyList<IdentifyTrial> trials, IReadOnlyList<PictureResult> results, IReadOnlyList<string?> groups, double at, IReadOnlyList<(string, string)> facts)
    {
        List<IReadOnlyList<string>> rows = [];
        JsonArray data = [];
        foreach (var trial in trials)
        {
            var (positive, negative) = (trial.FalsePositive(at), trial.FalseNegative(at));
            var first = new ErrorRate(trial.Mated.Count(probe => !probe.Right), trial.Mated.Count);
            rows.Add([Figures.Count(trial.Size), Figures.WithInterval(positive), Figures.Counts(positive), Figures.WithInterval(negative), Figures.Counts(negative), Figures.WithInterval(first)]);
            data.Add(new JsonObject { ["gallery"] = trial.Size, ["fpir"] = Figures.Json(positive), ["fnir"] = Figures.Json(negative), ["notFirst"] = Figures.Json(first) });
        }

        JsonObject report = new() { ["acquisition"] = Acquisition.Json(results), ["threshold"] = at, ["sizes"] = data };
        List<EvalTable> byGroup = [];
        if (groups.Count > 0 && trials.Count > 0) byGroup.Add(Groups(trials[^1], groups, at, report));
        return new()
        {
            Title = "Identification",
            Facts = facts,
            Tables =
            [
                Acquisition.Table(results),
                new($"At the threshold in use, {at.ToString("0.###", CultureInfo.InvariantCulture)}",
                    ["enrolled", "FPIR (95 %)", "strangers", "FNIR (95 %)", "probes", "another comes first"], rows,
                    "FPIR: a stranger is taken for somebody; FNIR: an enrolled person is not found, or another is (ISO/IEC 19795-1). One picture decides; a session takes several."),
                .. byGroup,
            ],
            Data = report,
        };
    }

    static EvalTable Groups(IdentifyTrial trial, IReadOnlyList<string?> groups, double at, JsonObject report)
    {
        List<IReadOnlyList<string>> rows = [];
        JsonArray data = [];
        foreach (var group in groups.OfType<string>().Distinct().Order(StringComparer.Ordinal))
        {
            var own = trial.Of(picture => groups[picture] == group);
            var (positive, negative) = (own.FalsePositive(at), own.FalseNegative(at));
            rows.Add([group, Figures.WithInterval(positive), Figures.Counts(positive), Figures.WithInterval(negative), Figures.Counts(negative)]);
            data.Add(new JsonObject { ["group"] = group, ["fpir"] = Figures.Json(positive), ["fnir"] = Figures.Json(negative) });
        }

        report["groups"] = data;
        return new($"By group of the probe, {Figures.Count(trial.Size)} enrolled", ["group", "FPIR (95 %)", "strangers", "FNIR (95 %)", "probes"], rows,
            "All search the same gallery, whatever its people's groups.");
    }
}
