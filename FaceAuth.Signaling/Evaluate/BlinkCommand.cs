using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Pipeline.Evaluation;
using FaceAuth.Pipeline.Evaluation.Statistics;

namespace FaceAuth.Signaling.Evaluate;

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
        using var examiners = FaceExaminers.Load(settings.Models, settings.Inference, settings.Decision, settings.Gate);
        var of = string.Create(CultureInfo.InvariantCulture, $"blink; {string.Join(" ", examiners.ModelIds)}; {settings.Decision}; side {settings.MaxSide}, fps {fps}, every {every}");
        using var journal = settings.Journal is { } path ? Journal.Open(path, of, names) : null;
        using var reader = new PictureReader(settings.MaxSide);
        var results = new ItemRun(console, journal, settings.Workers).Run(
            "clips", names, 1, () => new Nothing(), (_, indices) => indices.Select(i => Watch(clips[i], reader, examiners, fps, every)), result => result.Fault, cancellation);
        var facts = EvalFacts.Of(settings, examiners, string.Create(CultureInfo.InvariantCulture, $"{clips.Count} clips, {clips.Sum(clip => clip.Blinks.Count)} annotated blinks, {fps / every:0.#} pictures a second"));
        Publish(Build(clips, results, fps, facts), settings, console);
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
    internal static EvalReport Build(IReadOnlyList<BlinkClip> clips, IReadOnlyList<BlinkResult> results, double fps, IReadOnlyList<(string, string)> facts)
    {
        var (hit, missed, wrong, seconds) = (0, 0, 0, 0.0);
        for (var i = 0; i < clips.Count; i++)
        {
            if (results[i].Fault is not null) continue;
            var match = clips[i].Match([.. results[i].Found.Select(blink => (blink.From, blink.To))], fps);
            (hit, missed, wrong, seconds) = (hit + match.Hit, missed + match.Missed, wrong + match.False, seconds + results[i].Seconds);
        }

        var miss = new ErrorRate(missed, hit + missed);
        var unreadable = results.Count(result => result.Fault is not null);
        var perMinute = seconds > 0 ? wrong / (seconds / 60) : 0;
        return new()
        {
            Title = "Blinks",
            Facts = facts,
            Tables =
            [
                new("Annotated blinks", ["", "rate (95 %)", "counts"],
                [
                    ["missed", Figures.WithInterval(miss), Figures.Counts(miss)],
                    ["false blinks", string.Create(CultureInfo.InvariantCulture, $"{perMinute:0.00} a minute"), string.Create(CultureInfo.InvariantCulture, $"{wrong} in {seconds:0} s")],
                ], "A blink is found when the time from the last open picture to the next open one touches the annotated frames."),
            ],
            Notes = ["A blink before the person's own open level is known, in the first second or so, cannot be found.",
                .. unreadable == 0 ? (string[])[] : [$"{unreadable} clips could not be read; they count nowhere."]],
            Data = new JsonObject { ["missed"] = Figures.Json(miss), ["false"] = wrong, ["seconds"] = seconds, ["falsePerMinute"] = perMinute, ["unreadable"] = unreadable },
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
