using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;

namespace FaceAuth.Accuracy.Blinks;

/// <summary>How well blinks are found, of all clips and by group.</summary>
internal static class BlinkReport
{
    /// <summary>Where each missed and each false blink is, a line each with its clip: for the console, not for a report.</summary>
    public static IEnumerable<string> Places(IReadOnlyList<BlinkClip> clips, IReadOnlyList<BlinkResult> results)
    {
        for (var i = 0; i < clips.Count; i++)
        {
            if (results[i].Fault is not null) continue;
            var fps = results[i].Fps;
            var (missed, wrong) = clips[i].Misjudged([.. results[i].Found.Select(blink => (blink.From, blink.To))], fps);
            foreach (var (first, last) in missed)
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"{clips[i].Name}: missed, frames {first}–{last}, {first / fps:0.00}–{last / fps:0.00} s");
            foreach (var (from, to) in wrong)
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"{clips[i].Name}: none there, frames {from * fps:0}–{to * fps:0}, {from:0.00}–{to:0.00} s");
        }
    }

    /// <summary>The report.</summary>
    public static EvalReport Build(
        IReadOnlyList<BlinkClip> clips, IReadOnlyList<BlinkResult> results, IReadOnlyList<string?> groups,
        IReadOnlyList<(string, string)> facts)
    {
        var all = BlinkRates.Of(clips, results);
        var data = all.Json();
        List<EvalTable> tables =
        [
            new("Annotated blinks", ["", "rate (95 %)", "counts"],
            [
                ["missed", EvalFigures.WithInterval(all.Missed), EvalFigures.Counts(all.Missed)],
                ["false blinks", all.SaidPerMinute, all.SaidWrong],
            ], "A blink is found when the time from the last open picture to the next open one touches the annotated frames."),
        ];
        if (groups.Count > 0)
        {
            var byGroup = groups.OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(group =>
            {
                var own = Enumerable.Range(0, clips.Count).Where(i => groups[i] == group).ToList();
                return (
                    Group: group, Clips: own.Count,
                    Rates: BlinkRates.Of([.. own.Select(i => clips[i])], [.. own.Select(i => results[i])]));
            }).ToList();
            tables.Add(new("By group", ["group", "clips", "missed (95 %)", "counts", "false blinks", "counts"],
                [.. byGroup.Select(group => (IReadOnlyList<string>)
                [
                    group.Group, EvalFigures.Count(group.Clips), EvalFigures.WithInterval(group.Rates.Missed),
                    EvalFigures.Counts(group.Rates.Missed),
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
}
