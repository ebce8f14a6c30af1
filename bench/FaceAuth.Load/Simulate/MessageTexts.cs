using System.Globalization;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling;

namespace FaceAuth.Load.Simulate;

/// <summary>The server's messages and reason codes as a person reads them.</summary>
internal static class MessageTexts
{
    /// <summary>A line for a message; null for what needs none.</summary>
    public static string? Of(in ServerMessage message) => message.Type switch
    {
        "guidance" => $"{message.Text("text")}  ({message.Text("code")}{(message.Text("detail") is { } detail ? $": {detail}" : "")})",
        "challenge" => Challenge(message),
        "challenge_over" => message.Flag("answered") switch { true => "answered", false => "missed", _ => null },
        "progress" => Progress(message),
        _ => null,
    };

    /// <summary>A reason in words.</summary>
    public static string OfReason(string code) => Reasons.TryGetValue(code, out var text) ? text : code.Replace('_', ' ');

    static readonly Dictionary<string, string> Reasons = Enum.GetValues<ReasonCode>().ToDictionary(Wire.Name, reason => reason switch
    {
        ReasonCode.NoFace => "no face was seen, or not long enough",
        ReasonCode.OneFaceOnly => "more than one face was seen",
        ReasonCode.FaceObstructed => "the face was covered",
        ReasonCode.PoorQuality => "the pictures were too small, dark, blurred or turned away",
        ReasonCode.NoSignOfLife => "no sign of life in time",
        ReasonCode.ChallengeFailed => "a challenge was not answered in time",
        ReasonCode.LightNotSeen => "the page's colours were not seen in the light on the face",
        ReasonCode.SpoofSuspected => "it looks like a print, a screen or a mask",
        ReasonCode.InjectionSuspected => "the video seems to come past the camera",
        ReasonCode.NotSamePerson => "not the same person",
        ReasonCode.KnownAsAnother => "the face is another subject's",
        ReasonCode.TimedOut => "time ran out before there was enough evidence",
        ReasonCode.NoVideo => "no picture arrived in time",
        ReasonCode.ServerBusy => "the server was too busy to look at enough pictures; nothing was decided about the person, try again",
        ReasonCode.StorageFull => "the server could not store anything; nothing was decided about the person",
        ReasonCode.StoreUnavailable => "the server's database did not answer; nothing was decided about the person, try again",
        ReasonCode.InternalError => "something failed on the server; nothing was decided about the person",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without words."),
    });

    static string Challenge(in ServerMessage message)
    {
        var what = (message.Text("text") ?? message.Text("kind")?.Replace('_', ' ') ?? "challenge").TrimEnd('.');
        var left = (message.Number("deadlineMs") ?? 0) / 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{what}, within {left:F0} s");
    }

    static string Progress(in ServerMessage message)
    {
        var steps = message.Numbers("steps").Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Name} {step.Value:P0}"));
        return string.Create(CultureInfo.InvariantCulture, $"{message.Number("value") ?? 0:P0} done  ({string.Join(", ", steps)})");
    }
}
