using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Blinks;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Pictures;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval blink</c>: are blinks seen, and none where there are none?</summary>
internal sealed class BlinkCommand : EvalVerb
{
    readonly Option<string> _clips = new("--clips")
    {
        Description = "Annotated blinks: lines of clip,first,last with the frames whose eyes are closed; clip,, for none.",
        Required = true,
        HelpName = "FILE",
    };

    readonly Option<double> _fps = new("--fps") { Description = "Frames a second of the clips.", DefaultValueFactory = _ => 30, HelpName = "NUMBER" };
    readonly Option<int> _every = new("--every") { Description = "Look at every so many frames only, as a slower camera.", DefaultValueFactory = _ => 1, HelpName = "NUMBER" };

    /// <summary>The verb.</summary>
    public static Command Create() => new BlinkCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        Within(_every, 1, 30);
        return new("blink", "Blinks found in clips against annotated ones.") { _clips, _fps, _every };
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation)
    {
        var (fps, every) = (parsed.GetValue(_fps), parsed.GetValue(_every));
        if (!(fps > 0)) throw new EvalException("--fps takes a number above 0.");
        var clips = BlinkClip.Read(parsed.GetValue(_clips)!);
        var names = clips.Select(clip => clip.Name).ToList();
        var groups = Labels.Read(settings.Labels).Of(names);
        using var examiners = FaceExaminers.Load(settings.Models, settings.Inference, settings.Decision, settings.Gate);
        var of = string.Create(CultureInfo.InvariantCulture, $"blink; {string.Join(" ", examiners.ModelIds)}; {settings.Decision}; side {settings.MaxSide}, fps {fps}, every {every}");
        using var journal = settings.Journal is { } path ? Journal.Open(path, of, names) : null;
        using var reader = new PictureReader(settings.MaxSide);
        var results = new ItemRun(console, journal, settings.Workers).Run(
            "clips", names, 1, () => new Nothing(), (_, indices) => indices.Select(i => Watch(clips[i], reader, examiners, fps, every)), result => result.Fault, cancellation);
        var facts = EvalFacts.Of(settings, examiners, string.Create(CultureInfo.InvariantCulture, $"{clips.Count} clips, {clips.Sum(clip => clip.Blinks.Count)} annotated blinks, {fps / every:0.#} pictures a second"));
        Publish(Build(clips, results, groups, fps, facts), settings, console);
        return 0;
    }

    static BlinkResult Watch(BlinkClip clip, PictureReader reader, FaceExaminers examiners, double fps, int every)
    {
        using var watcher = examiners.ForBlinks();
        List<BlinkSpan> found = [];
        var number = 0;
        try
        {
            foreach (var frame in reader.Read(clip.Path))
            {
                var at = TimeSpan.FromSeconds(number / fps);
                if (number++ % every != 0) frame.Dispose();
                else if (watcher.Watch(frame, at) is { } blink) found.Add(new(blink.Open.TotalSeconds, blink.OpenAgain.TotalSeconds));
            }

            return new(null, number / fps, found);
        }
        catch (PictureException e)
        {
            return new(e.Message, 0, []);
        }
    }

    /// <summary>The report.</summary>
    internal static EvalReport Build(
        IReadOnlyList<BlinkClip> clips, IReadOnlyList<BlinkResult> results, IReadOnlyList<string?> groups, double fps, IReadOnlyList<(string, string)> facts)
    {
        var all = BlinkRates.Of(clips, results, fps);
        var data = all.Json();
        List<EvalTable> tables =
        [
            new("Annotated blinks", ["", "rate (95 %)", "counts"],
            [
                ["missed", Figures.WithInterval(all.Missed), Figures.Counts(all.Missed)],
                ["false blinks", all.SaidPerMinute, all.SaidWrong],
            ], "A blink is found when the time from the last open picture to the next open one touches the annotated frames."),
        ];
        if (groups.Count > 0)
        {
            var byGroup = groups.OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(group =>
            {
                var own = Enumerable.Range(0, clips.Count).Where(i => groups[i] == group).ToList();
                return (Group: group, Clips: own.Count, Rates: BlinkRates.Of([.. own.Select(i => clips[i])], [.. own.Select(i => results[i])], fps));
            }).ToList();
            tables.Add(new("By group", ["group", "clips", "missed (95 %)", "counts", "false blinks", "counts"],
                [.. byGroup.Select(group => (IReadOnlyList<string>)
                [
                    group.Group, Figures.Count(group.Clips), Figures.WithInterval(group.Rates.Missed), Figures.Counts(group.Rates.Missed),
                    group.Rates.SaidPerMinute, group.Rates.SaidWrong,
                ])]));
            data["groups"] = new JsonArray([.. byGroup.Select(group =>
            {
                var own = group.Rates.Json();
                own["group"] = group.Group;
                return own;
            })]);
        }

        return new()
        {
            Title = "Blinks",
            Facts = facts,
            Tables = tables,
            Notes = ["A blink before the person's own open level is known, in the first second or so, cannot be found.",
                .. all.Unreadable == 0 ? (string[])[] : [$"{all.Unreadable} clips could not be read; they count nowhere."]],
            Data = data,
        };
    }

    // each clip has a watcher of its own
    sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
