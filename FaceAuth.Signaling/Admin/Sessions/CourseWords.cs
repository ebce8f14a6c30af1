using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Admin.Shared;
using FaceAuth.Signaling.DataChannel;
using FaceAuth.Signaling.Sessions;

namespace FaceAuth.Signaling.Admin.Sessions;

/// <summary>A session's course in words: the very ones that the person read, for whoever is asked why they were refused.</summary>
internal static class CourseWords
{
    /// <summary>The steps of the evidence by name, with how to read their share.</summary>
    public static IReadOnlyList<(string Name, Func<SessionCourse.Point, double> Of)> Steps { get; } =
    [
        ("Face", point => point.Face), ("Signs of life", point => point.Liveness), ("Anti-spoof", point => point.Antispoof),
        ("Recognition", point => point.Recognition),
    ];

    static readonly Dictionary<(string, string?), string> Guidance = Enum.GetValues<GuidanceCode>()
        .Select(code => GuidanceTexts.For(new AuthEvent.Guidance(code))).DistinctBy(message => (message.Code, message.Detail))
        .ToDictionary(message => (message.Code, message.Detail), message => message.Text);

    /// <summary>One line of the timeline.</summary>
    internal sealed record Line(long AtMs, string Text, bool IsBad, bool IsTold);

    /// <summary>What happened, what was told and what was asked, in order.</summary>
    /// <param name="steps">What happened.</param>
    /// <param name="course">What was told and asked, where it is known.</param>
    /// <param name="isUndecided">Whether its refusal says nothing about the person.</param>
    public static IReadOnlyList<Line> Lines(
        IReadOnlyList<SessionTimeline.Step> steps, SessionCourse? course, bool isUndecided = false)
    {
        // the course knows more of a challenge than the timeline does
        var happened = steps.Where(step => course is null || !step.Name.StartsWith("challenge", StringComparison.Ordinal))
            .Select(step => (Order: step.Name is "decided" or "ended" ? 2 : 0, Line: new Line(
                step.AtMs, SessionWords.Of(step, isUndecided),
                step.Name is "challenge_missed" or "ended" || step is { Name: "decided", Detail: not "accepted" }, false)));
        if (course is null) return [.. happened.Select(one => one.Line)];
        var told = course.Guidance.Select(one => new Line(one.AtMs, $"Told “{TextOf(one)}” for {Long(one.ForMs)}", false, true));
        var asked = course.Challenges.Select(one => new Line(one.AtMs, $"Asked “{TextOf(one)}”", false, false));
        var over = course.Challenges.Where(one => one.OverMs is not null).Select(one => new Line(
            one.OverMs!.Value,
            $"That was {(one.Answered == true ? "done" : "not done, or too late")}, after {Long(one.OverMs.Value - one.AtMs)}",
            one.Answered != true, false));
        var lit = course.Lights.Select(at => new Line(at, "The page began to light the face", false, false));
        return [.. happened.Concat(told.Concat(over).Concat(asked).Concat(lit).Select(line => (Order: 1, Line: line)))
            .OrderBy(one => one.Line.AtMs).ThenBy(one => one.Order).Select(one => one.Line)];
    }

    /// <summary>What was asked, and how that went; the first part of the answer to "why was I refused".</summary>
    public static string Asked(SessionCourse course)
    {
        if (course.Challenges.Count == 0) return "Nothing: the policy asks for no task, or it never came to one.";
        var done = course.Challenges.Count(one => one.Answered == true);
        var missed = course.Challenges.Where(one => one.Answered == false).Select(one => $"“{TextOf(one)}”").Distinct().ToList();
        var open = course.Challenges.Count(one => one.Answered is null);
        var all = course.Challenges.Count == 1 ? "One task" : $"{course.Challenges.Count} tasks";
        return $"{all}, {done} done."
            + (missed.Count > 0 ? $" Not done, or too late: {string.Join(", ", missed)}" : "")
            + (open switch { 0 => "", 1 => " One was still open at the end.", _ => $" {open} were still open at the end." });
    }

    /// <summary>What the person was told the longest, but for holding still, which is no fault; null where that was all.</summary>
    public static string? ToldLongest(SessionCourse course)
    {
        var all = course.Guidance.Where(one => one.Code != "hold_still").GroupBy(TextOf)
            .Select(same => (Text: same.Key, Ms: same.Sum(one => one.ForMs))).Where(one => one.Ms > 0)
            .OrderByDescending(one => one.Ms).Take(3).Select(one => $"“{one.Text}” for {Long(one.Ms)}").ToList();
        return all.Count == 0 ? null : string.Join(", ", all) + ".";
    }

    /// <summary>Which evidence there was not enough of at the end; null where nothing was measured, empty where there was enough.</summary>
    public static IReadOnlyList<string>? Lacking(SessionCourse course)
    {
        if (course.Curve is not [.., var last]) return null;
        var isAlive = last is { Liveness: >= 1, Antispoof: >= 1 };
        return [.. Steps.Where(step => step.Of(last) < 1).Select(step => step.Name switch
        {
            "Face" => "a good picture of one face",
            "Recognition" when last.Recognition <= 0 && !isAlive => "recognition (of who is compared, counted only after the two before)",
            _ => $"{step.Name.ToLowerInvariant()} ({Percent(step.Of(last))} of what is enough)",
        })];
    }

    /// <summary>What was left out of lists that were full; null for nothing.</summary>
    public static string? LeftOut(SessionCourse course) => course.LeftOut is { Guidance: 0, Challenges: 0, Points: 0 }
        ? null
        : $"Left out, as it was too much: {course.LeftOut.Guidance} of what was told, {course.LeftOut.Challenges} tasks, "
            + $"{course.LeftOut.Points} points of the curves.";

    public static string Percent(double share) => ConsoleText.Number(share * 100, "0") + " %";

    static string TextOf(SessionCourse.Told told) => Guidance.GetValueOrDefault((told.Code, told.Detail), told.Code.Replace('_', ' '));

    static string TextOf(SessionCourse.Asked asked) => Wire.TryChallenge(asked.Kind, out var kind)
        ? ChallengeTexts.For(new(kind, asked.Count, TimeSpan.Zero), TimeSpan.Zero).Text : asked.Kind.Replace('_', ' ');

    static string Long(long ms) => ConsoleText.Long(TimeSpan.FromMilliseconds(ms));
}
