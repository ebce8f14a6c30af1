using System.Globalization;
using System.Text.Json;

namespace FaceAuth.Load.Sessions;

/// <summary>What a run found: a row a rate, what one core bears, and what many sessions at once would take.</summary>
/// <param name="About">What was run, in a sentence.</param>
/// <param name="Machine">Where.</param>
/// <param name="LoadBefore">The machine's load average before; null where unknown.</param>
/// <param name="LoadAfter">And after.</param>
/// <param name="Settings">The run.</param>
/// <param name="Steps">A rate each.</param>
internal sealed record SessionsReport(
    string About, string Machine, double? LoadBefore, double? LoadAfter, SessionsSettings Settings, IReadOnlyList<SessionsStep> Steps)
{
    const double VerdictsTarget = 140, SecondsTarget = 0.9;
    static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    static readonly int[] Many = [1_000, 100_000];
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The step of the highest rate at which enough were accepted soon; null for none.</summary>
    public SessionsStep? Best => Steps.Where(step => step.AcceptedSoon >= RateSearch.Least).MaxBy(step => step.Rate);

    /// <summary>The step of the lowest rate at which they were not; null for none.</summary>
    public SessionsStep? Broken => Steps.Where(step => step.AcceptedSoon < RateSearch.Least).MinBy(step => step.Rate);

    /// <summary>Sessions a minute and core that were borne; null where the server's cores are not known, or none was borne.</summary>
    public double? PerCore => Best is { } best && Settings.ServerCores is { } cores ? best.Rate / (double)cores : null;

    /// <summary>Whether what has a target meets it, where it could be measured; how many are borne is known once there were too many.</summary>
    public bool IsMet => Best is { } best
        && (Broken is null || PerCore is null or >= VerdictsTarget) && best.SecondsAVerdict is null or <= SecondsTarget;

    /// <summary>How many were sent away for what one address or relying party may, in all steps.</summary>
    int Bounded => Steps.Sum(step => step.Played.Count(one => one is { End: SessionEnd.Busy, Why: not "busy" }));

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            About,
            Machine,
            LoadBefore,
            LoadAfter,
            SessionsPerMinuteAndCore = PerCore,
            Steps = Steps.Select(step => new
            {
                step.Rate,
                Sessions = step.Played.Count,
                AcceptedWithin10s = step.AcceptedSoon,
                MedianSeconds = step.Median?.TotalSeconds,
                P95Seconds = step.Late?.TotalSeconds,
                LifeSeconds = step.Life?.TotalSeconds,
                Busy = step.Count(SessionEnd.Busy),
                Refused = step.Count(SessionEnd.Refused),
                Undecided = step.Count(SessionEnd.Undecided),
                step.Cores,
                step.SecondsAVerdict,
                step.MostResident,
                Why = Whys(step).ToDictionary(),
            }),
        },
        Json);

    /// <summary>For people.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine($"sessions: {About}");
        output.WriteLine(string.Create(Invariant, $"{Machine}; load average {LoadBefore:F1} before, {LoadAfter:F1} after"));
        output.WriteLine();
        output.WriteLine("  a minute  people  accepted ≤ 10 s  median   95 %  busy  refused  undecided  cores  s a verdict    MiB");
        foreach (var step in Steps)
        {
            output.WriteLine(string.Create(
                Invariant,
                $"  {step.Rate,8}  {step.Played.Count,6}  {step.AcceptedSoon * 100,13:F1} %  {step.Median?.TotalSeconds,6:F1}  "
                + $"{step.Late?.TotalSeconds,5:F1}  {step.Count(SessionEnd.Busy),4}  {step.Count(SessionEnd.Refused),7}  "
                + $"{step.Count(SessionEnd.Undecided),9}  {step.Cores,5:F2}  {step.SecondsAVerdict,11:F2}  "
                + $"{step.MostResident / 1048576.0,5:F0}"));
        }

        output.WriteLine();
        if (Bounded > 0)
        {
            output.WriteLine(
                $"  {Bounded} people were sent away by a bound on one address or relying party, and not by the server's load: one machine "
                + "plays them all. Raise Signaling:MaxSessionsPerAddress and its like there, or the figures are those of the bounds.");
        }

        output.WriteLine("  " + Borne());
        if (Broken is not { } broken)
        {
            output.WriteLine("  Nothing broke, so more may be borne: without --rates the most is looked for.");
            return;
        }

        output.WriteLine("  " + Breaks(broken));
        if (Best is { } best) WritePaper(best, output);
    }

    string Borne() => Best is not { } best
        ? "At no rate were 95 of 100 people accepted within 10 s."
        : PerCore is { } perCore
            ? string.Create(
                Invariant,
                $"Borne: {perCore:F0} sessions a minute and core (target ≥ {VerdictsTarget:F0}), "
                + $"{best.SecondsAVerdict:F2} s of processor a verdict (target ≤ {SecondsTarget:F1}).")
            : $"Borne: {best.Rate} sessions a minute.";

    static string Breaks(SessionsStep broken)
    {
        var late = broken.Played.Count(one => one.End == SessionEnd.Accepted && one.Took > SessionsStep.Soon);
        var (what, count) = new (string What, int Count)[]
        {
            ("people wait longer than 10 s", late),
            ("people are told that it is busy", broken.Count(SessionEnd.Busy)),
            ("people are refused", broken.Count(SessionEnd.Refused)),
            ("people get no decision", broken.Count(SessionEnd.Undecided)),
        }.MaxBy(one => one.Count);
        var whys = string.Concat(Whys(broken).Take(3).Select(why => $"; {why.Key} {why.Value} ×"));
        return $"What breaks first, at {broken.Rate} a minute: {what} ({count} of {broken.Played.Count}{whys}).";
    }

    /// <summary>What many sessions at once take, by what one core bore. Little's law: at once = a second × life.</summary>
    void WritePaper(SessionsStep best, TextWriter output)
    {
        if (PerCore is not { } perCore || best.Life?.TotalSeconds is not { } life) return;
        var atOnce = perCore / 60 * life;
        output.WriteLine();
        output.WriteLine("  On paper, if more cores bear as much each:");
        output.WriteLine(string.Create(
            Invariant,
            $"  one core has {perCore:F0} / 60 × {life:F1} s = {atOnce:F1} sessions at once; "
            + $"a camera sends {Settings.BitsPerSecond / 1e6:F1} Mbit/s."));
        foreach (var sessions in Many)
        {
            var cores = Math.Ceiling(sessions / atOnce);
            output.WriteLine(string.Create(
                Invariant,
                $"  {sessions:N0} at once: {sessions:N0} / {atOnce:F1} = {cores:N0} cores, {Math.Ceiling(cores / 16):N0} nodes of 16; "
                + $"{sessions * (double)Settings.BitsPerSecond / 1e9:N1} Gbit/s in; {sessions / life:N0} verdicts a second."));
        }
    }

    static IEnumerable<KeyValuePair<string, int>> Whys(SessionsStep step) =>
        step.Played.Where(one => one.Why is not null).GroupBy(one => one.Why!)
            .Select(group => KeyValuePair.Create(group.Key, group.Count())).OrderByDescending(pair => pair.Value);
}
