using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;

namespace FaceAuth.Accuracy.Blinks;

/// <summary>How well blinks are found, of all clips and by group.</summary>
internal static class BlinkReport
{
    /// <summary>The report.</summary>
    public static EvalReport Build(
        IReadOnlyList<BlinkClip> clips, IReadOnlyList<BlinkResult> results, IReadOnlyList<string?> groups, double fps,
        IReadOnlyList<(string, string)> facts)
    {
        var all = BlinkRates.Of(clips, results, fps);
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
                    Rates: BlinkRates.Of([.. own.Select(i => clips[i])], [.. own.Select(i => results[i])], fps));
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
