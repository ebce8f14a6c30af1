using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>What happened in a session and when, for its relying party. One caller at a time.</summary>
/// <param name="createdAt">When the session was made; steps are counted from there.</param>
/// <param name="time">The clock.</param>
internal sealed partial class SessionTimeline(DateTimeOffset createdAt, TimeProvider time)
{
    /// <summary>Steps that are kept, and the last one beyond them.</summary>
    const int Most = 64;

    readonly List<Step> _steps = [];

    /// <summary>One step.</summary>
    /// <param name="Name">What happened.</param>
    /// <param name="AtMs">Milliseconds after the session was made.</param>
    /// <param name="Detail">Which challenge, or how it ended; null for nothing.</param>
    internal sealed record Step(string Name, long AtMs, string? Detail);

    /// <summary>Its offer came.</summary>
    public void HandleOffered() => Add("offered", null);

    /// <summary>Something happened to the connection.</summary>
    public void Handle(PeerEvent happened)
    {
        switch (happened)
        {
            case PeerEvent.Connected:
                Add("connected", null);
                break;
            case PeerEvent.ChannelOpen:
                Add("channel_open", null);
                break;
            case PeerEvent.FirstPicture:
                Add("first_picture", null);
                break;
        }
    }

    /// <summary>The pipeline said something.</summary>
    public void Handle(AuthEvent said)
    {
        switch (said)
        {
            case AuthEvent.Challenge challenge:
                Add("challenge", Wire.Name(challenge.Kind));
                break;
            case AuthEvent.ChallengeOver over:
                Add(over.Answered ? "challenge_met" : "challenge_missed", null);
                break;
        }
    }

    /// <summary>The whole as JSON, with how it ended: "accepted", "rejected" or a refusal's code.</summary>
    public string EndedWith(string outcome, bool isDecided)
    {
        var last = NextOf(isDecided ? "decided" : "ended", outcome);
        return JsonSerializer.Serialize([.. _steps, last], StepsJson.Default.ListStep);
    }

    /// <summary>The steps of what <see cref="EndedWith"/> wrote.</summary>
    public static IReadOnlyList<Step> Read(string json) => JsonSerializer.Deserialize(json, StepsJson.Default.ListStep) ?? [];

    void Add(string name, string? detail)
    {
        if (_steps.Count < Most) _steps.Add(NextOf(name, detail));
    }

    Step NextOf(string name, string? detail) =>
        new(name, Math.Max(0, (long)(time.GetUtcNow() - createdAt).TotalMilliseconds), detail);

    /// <summary>JSON of what is stored; written by the compiler.</summary>
    [JsonSerializable(typeof(List<Step>))]
    internal sealed partial class StepsJson : JsonSerializerContext;
}
