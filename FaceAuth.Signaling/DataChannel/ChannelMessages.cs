using System.Text.Json.Serialization;

namespace FaceAuth.Signaling.DataChannel;

// What the server says on the data channel "faceauth". One UTF-8 JSON object a message, "type" first.

/// <summary>What every message begins with.</summary>
internal abstract record ChannelMessage([property: JsonPropertyOrder(-1)] string Type);

/// <summary>The channel is open; the first message.</summary>
internal sealed record HelloMessage(
    Guid Session, string Purpose, string Policy, IReadOnlyList<string> Models, HelloLimits Limits)
    : ChannelMessage("hello");

/// <summary>Bounds the browser should know.</summary>
/// <param name="MaxMessageBytes">Largest message taken; a larger one ends the session.</param>
/// <param name="TimeoutSeconds">From the offer to the latest end of the session.</param>
internal sealed record HelloLimits(int MaxMessageBytes, int TimeoutSeconds);

/// <summary>What the person should do now; sent when it changes.</summary>
/// <remarks>
/// <c>detail</c> says what covers the face (mask, sunglasses, eyes, mouth, face) for <c>remove_obstacle</c> and is absent otherwise.
/// </remarks>
internal sealed record GuidanceMessage(string Code, string Text, string? Detail)
    : ChannelMessage("guidance");

/// <summary>A challenge to answer.</summary>
/// <remarks>
/// <c>side</c> (left, right, up, down; the person's own) and <c>factor</c>, by how much the face shall grow, are there where the kind has
/// one.
/// </remarks>
internal sealed record ChallengeMessage(
    string Kind, int Count, long DeadlineMs, string? Side, double? Factor, string Text, PathMessage? Path = null)
    : ChannelMessage("challenge");

/// <summary>The way of a mark that is to be followed, from the middle on.</summary>
/// <param name="MoveMs">How long it is on its way to a stop.</param>
/// <param name="Stops">Where it goes, in that order.</param>
internal sealed record PathMessage(long MoveMs, IReadOnlyList<StopMessage> Stops);

/// <summary>A place that the mark goes to.</summary>
/// <param name="AtMs">When it sets out for it, from the moment the message comes.</param>
/// <param name="X">−1 to 1, positive on the person's own left, which is the left of a mirrored picture.</param>
/// <param name="Y">−1 to 1, positive up.</param>
internal sealed record StopMessage(long AtMs, int X, int Y);

/// <summary>The challenge is over. Not answered: it lapsed, or something else was done; another follows where one may be missed.</summary>
internal sealed record ChallengeOverMessage(bool Answered)
    : ChannelMessage("challenge_over");

/// <summary>The surround shall take these colours, one after another, from the moment this comes.</summary>
/// <param name="MoveMs">How long it takes from one to the next.</param>
/// <param name="StayMs">How long the last stays, from when it begins.</param>
/// <param name="Colours">Which.</param>
internal sealed record LightMessage(long MoveMs, long StayMs, IReadOnlyList<ColourMessage> Colours)
    : ChannelMessage("light");

/// <summary>A colour of the surround, sRGB, 0–255 each.</summary>
/// <param name="AtMs">When the surround begins to take it.</param>
/// <param name="Red">Red.</param>
/// <param name="Green">Green.</param>
/// <param name="Blue">Blue.</param>
internal sealed record ColourMessage(long AtMs, int Red, int Green, int Blue);

/// <summary>How far the session is, 0–1, over all and for each step.</summary>
internal sealed record ProgressMessage(double Value, IReadOnlyDictionary<string, double> Steps)
    : ChannelMessage("progress");

/// <summary>Counts and times in milliseconds, on request.</summary>
/// <remarks>
/// <c>firstPictureMs</c>, offer to first decoded picture, is absent before it; <c>frame</c>, the picture just analysed, is there for who
/// asked for every one.
/// </remarks>
internal sealed record StatsMessage(
    long FramesIn, long Analysed, IReadOnlyDictionary<string, long> Dropped, IReadOnlyDictionary<string, double> Stages,
    StatsLatency LatencyMs, double? FirstPictureMs, StatsFrame? Frame)
    : ChannelMessage("stats");

/// <summary>Last packet of a picture to the end of its analysis.</summary>
internal sealed record StatsLatency(double P50, double P95);

/// <summary>One analysed picture.</summary>
internal sealed record StatsFrame(uint RtpTimestamp, double LatencyMs, int Faces);

/// <summary>The decision; the last message.</summary>
internal sealed record ResultMessage(bool Accepted, IReadOnlyList<string> Reasons, string Verdict)
    : ChannelMessage("result");

/// <summary>The session ends without a decision; the last message.</summary>
internal sealed record ErrorMessage(string Code, string Text)
    : ChannelMessage("error");

/// <summary>Serialisers of the messages, written by the compiler.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HelloMessage))]
[JsonSerializable(typeof(GuidanceMessage))]
[JsonSerializable(typeof(ChallengeMessage))]
[JsonSerializable(typeof(ChallengeOverMessage))]
[JsonSerializable(typeof(LightMessage))]
[JsonSerializable(typeof(ProgressMessage))]
[JsonSerializable(typeof(StatsMessage))]
[JsonSerializable(typeof(ResultMessage))]
[JsonSerializable(typeof(ErrorMessage))]
internal sealed partial class ChannelJson : JsonSerializerContext;
