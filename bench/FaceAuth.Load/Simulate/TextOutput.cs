using System.Globalization;
using FaceAuth.Load.Clips;

namespace FaceAuth.Load.Simulate;

/// <summary>Tells a person what happens, a line for each change.</summary>
internal sealed class TextOutput(TextWriter output, TextWriter error) : ISimulateOutput
{
    readonly Dictionary<string, string> _lastLines = [];
    double _progress;

    /// <inheritdoc/>
    public void Begin(SimulateSettings settings, PictureSize size, Guid session)
    {
        var who = settings.Subject ?? settings.User;
        output.WriteLine(
            $"Plays {Path.GetFileName(settings.Clip.Path)} ({size}, {settings.Clip.FramesPerSecond} pictures a second, "
            + $"{(settings.Clip.Once ? "once" : "over and over")}) to {settings.Server}");
        output.WriteLine($"{Capital(settings.Purpose)}{(who is null ? "" : $" {who}")}, session {session}");
    }

    /// <inheritdoc/>
    public void Step(TimeSpan at, SimulateStep step) => Line(at, step switch
    {
        SimulateStep.Answered => "answered",
        SimulateStep.Connected => "connected",
        SimulateStep.ChannelOpen => "data channel open",
        _ => "the clip is over; nothing more is sent",
    });

    /// <inheritdoc/>
    public void Message(TimeSpan at, in ServerMessage message)
    {
        if (message.Type == "progress" && !IsWorthTelling(message.Number("value") ?? 0)) return;
        if (MessageTexts.Of(message) is not { } line) return;

        if (message.Type == "challenge_over") _lastLines.Remove("challenge");   // the same may be asked again
        // What stands is told again when the page says that it is ready; here it is on the screen already.
        var same = message.Type == "challenge" ? $"{message.Text("kind")} {message.Number("count")}" : line;
        if (message.Type != "challenge_over" && _lastLines.TryGetValue(message.Type, out var last) && last == same) return;
        _lastLines[message.Type] = same;
        Line(at, line);
    }

    /// <inheritdoc/>
    public void Verdict(TimeSpan at, SimulateVerdict verdict)
    {
        Line(at, !verdict.Accepted ? "REJECTED" : verdict.Subject is { } subject ? $"ACCEPTED as {subject}" : "ACCEPTED");
        foreach (var reason in verdict.Reasons) output.WriteLine($"           {MessageTexts.OfReason(reason)}  ({reason})");
        output.WriteLine("           The verdict's signature, session, nonce and connection were checked.");
    }

    /// <inheritdoc/>
    public void Report(SimulateReport report)
    {
        output.WriteLine();
        Row("offer → answer", Milliseconds(report.AnswerMs));
        Row("      → connected", Milliseconds(report.ConnectedMs));
        Row("      → data channel open", Milliseconds(report.ChannelOpenMs));
        Row(
            "      → first decoded picture",
            Milliseconds(report.FirstPictureMs) + (report.FirstPictureMs is null ? "" : "  (on the server's clock)"));
        Row("picture sent → its result", report.Results == 0
            ? "no result came back"
            : $"p50 {Milliseconds(report.ResultP50Ms)}, p95 {Milliseconds(report.ResultP95Ms)}, "
                + $"max {Milliseconds(report.ResultMaxMs)}, of {report.Results}");
        Row(
            "pictures",
            $"{report.Sent} sent, {report.FramesIn} decoded, {report.Analysed} analysed"
            + $"{List(report.Dropped, item => $", {item.Value} dropped ({item.Name})", "")}");
        Row(
            "stages, median",
            report.Stages.Count == 0 ? "–" : List(report.Stages, item => $"{item.Name} {Milliseconds(item.Value)}", ", "));
        Row("session", report.SessionMs is { } session ? string.Create(CultureInfo.InvariantCulture, $"{session / 1000:F2} s") : "–");
        Row("video sent", string.Create(CultureInfo.InvariantCulture, $"{report.BitsPerSecond / 1e6:F2} Mbit/s"));
    }

    /// <inheritdoc/>
    public void Problem(string text) => error.WriteLine(text);

    /// <summary>Every tenth on the way up, and every fall.</summary>
    bool IsWorthTelling(double progress)
    {
        var isTold = progress < _progress || (int)(progress * 10 + 1e-6) > (int)(_progress * 10 + 1e-6);
        if (isTold) _progress = progress;
        return isTold;
    }

    void Line(TimeSpan at, string text) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,7:F2} s  {text}"));

    void Row(string name, string value) => output.WriteLine($"{name,-30}{value}");

    static string List(
        IReadOnlyList<(string Name, double Value)> items, Func<(string Name, double Value), string> format, string between) =>
        string.Join(between, items.Select(format));

    static string Milliseconds(double? value) => value is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{value:F1} ms");

    static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
