using System.Text.Encodings.Web;
using System.Text.Json;
using FaceAuth.Load.Clips;

namespace FaceAuth.Load.Simulate;

/// <summary>Tells a script what happens: one JSON object a line, with <c>event</c> first.</summary>
internal sealed class JsonOutput(TextWriter output, TextWriter error) : ISimulateOutput
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <inheritdoc/>
    public void Begin(SimulateSettings settings, PictureSize size, Guid session) =>
        Write(new
        {
            Event = "begin",
            Session = session,
            settings.Purpose,
            Server = settings.Server.ToString(),
            Clip = Path.GetFileName(settings.Clip.Path),
            Size = size.ToString(),
        });

    /// <inheritdoc/>
    public void Step(TimeSpan at, SimulateStep step) =>
        Write(new { Event = "step", AtMs = Milliseconds(at), Step = JsonNamingPolicy.SnakeCaseLower.ConvertName(step.ToString()) });

    /// <inheritdoc/>
    public void Message(TimeSpan at, in ServerMessage message) =>
        Write(new { Event = "message", AtMs = Milliseconds(at), Message = message.Body });

    /// <inheritdoc/>
    public void Verdict(TimeSpan at, SimulateVerdict verdict) =>
        Write(new
        {
            Event = "verdict",
            AtMs = Milliseconds(at),
            verdict.Accepted,
            verdict.Subject,
            verdict.Reasons,
            Verdict = verdict.Jws,
        });

    /// <inheritdoc/>
    public void Report(SimulateReport report) => Write(new
    {
        Event = "report",
        report.AnswerMs,
        report.ConnectedMs,
        report.ChannelOpenMs,
        report.FirstPictureMs,
        Results = new { Count = report.Results, P50Ms = report.ResultP50Ms, P95Ms = report.ResultP95Ms, MaxMs = report.ResultMaxMs },
        report.Sent,
        report.FramesIn,
        report.Analysed,
        Dropped = report.Dropped.ToDictionary(item => item.Name, item => item.Value),
        StagesMs = report.Stages.ToDictionary(item => item.Name, item => item.Value),
        report.SessionMs,
        report.BitsPerSecond,
    });

    /// <inheritdoc/>
    public void Problem(string text)
    {
        Write(new { Event = "problem", Text = text });
        error.WriteLine(text);
    }

    void Write<T>(T line) => output.WriteLine(JsonSerializer.Serialize(line, Options));

    static double Milliseconds(TimeSpan at) => Math.Round(at.TotalMilliseconds, 1);
}
