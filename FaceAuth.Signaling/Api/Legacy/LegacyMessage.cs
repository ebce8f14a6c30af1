using FaceAuth.Signaling.OpenApi;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>What a session says to a client of the reference system; what a type does not have is left out.</summary>
internal sealed record LegacyMessage(string Type)
{
    public Guid? SessionId { get; init; }

    public string? Status { get; init; }

    /// <summary>0–100.</summary>
    public int? Progress { get; init; }

    public LegacyResult? Result { get; init; }

    public string? Code { get; init; }

    public string? Text { get; init; }

    public string? Detail { get; init; }

    public LegacyChallenge? Challenge { get; init; }

    public bool? Answered { get; init; }

    public LegacyDescription? Answer { get; init; }
}

/// <summary>A session description as browsers write it.</summary>
internal sealed record LegacyDescription(
    [Field("What it is.", OneOf = "answer")] string Type, [Field("The description.")] string Sdp)
{
    /// <summary>Never prints the description.</summary>
    public override string ToString() => $"LegacyDescription {{ Type = {Type} }}";
}

/// <summary>The answer to an offer.</summary>
internal sealed record LegacyAnswer(
    [Field("The session.")] Guid SessionId,
    [Field("What it is.", OneOf = "answer")] string Type,
    [Field("The description.")] string Sdp,
    LegacyDescription Answer)
{
    /// <summary>Never prints the description.</summary>
    public override string ToString() => $"LegacyAnswer {{ SessionId = {SessionId} }}";
}

/// <summary>How a session ended.</summary>
/// <param name="Success">Whether the person was accepted, or enrolled.</param>
/// <param name="Status">"accepted", "rejected" or "error".</param>
/// <param name="Reasons">Why not, as codes.</param>
/// <param name="Verdict">The signed verdict; null where nothing was decided.</param>
/// <param name="Error">Code of the refusal that ended it without a decision.</param>
/// <param name="Message">What it means, for people.</param>
internal sealed record LegacyResult(
    [Field("Whether the person was accepted, or enrolled.")] bool Success,
    [Field("How it ended.", OneOf = "accepted rejected error")] string Status,
    [Field("Why not, as codes.")] IReadOnlyList<string> Reasons,
    [Field("The signed verdict; absent where nothing was decided.")] string? Verdict = null,
    [Field("Code of the refusal that ended it without a decision.")] string? Error = null,
    [Field("What it means, for people.")] string? Message = null);

/// <summary>What the person is asked to do, as on the data channel.</summary>
internal sealed record LegacyChallenge(
    [Field("What to do.")] string Kind,
    [Field("How often.", Least = 1)] int Count,
    [Field("Milliseconds left.")] long DeadlineMs,
    [Field("To which side, the person's own.")] string? Side,
    [Field("By how much the face shall grow.")] double? Factor,
    [Field("For people: what to do.")] string Text);

/// <summary>What the person should do, as on the data channel.</summary>
internal sealed record LegacyGuidance(
    [Field("What is wrong.")] string Code, [Field("For people: what to do.")] string Text, [Field("What of it.")] string? Detail);

/// <summary>How a session stands.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="SessionType">"enrollment" or "authentication".</param>
/// <param name="Status">"in_progress", "completed" or "failed".</param>
/// <param name="Authenticated">Whether the person was accepted lately; only where somebody is to be.</param>
/// <param name="Progress">0–100.</param>
/// <param name="Liveness">"pending", "in_progress", "passed" or "failed".</param>
/// <param name="Guidance">What the person should do; null for nothing.</param>
/// <param name="Challenge">What the person is asked to do; null for nothing.</param>
/// <param name="Result">How it ended; null while it runs.</param>
internal sealed record LegacyView(
    [Field("The session; absent where there is none.")] Guid? SessionId,
    [Field("What it is.", OneOf = "enrollment authentication")] string SessionType,
    [Field("How it stands.", OneOf = "none in_progress completed failed")] string Status,
    [Field("Whether the person was accepted lately; only where somebody is to be.")] bool? Authenticated,
    [Field("How far it is.", Least = 0, Most = 100)] int Progress,
    [Field("Whether the face is alive.", OneOf = "pending in_progress passed failed")] string Liveness,
    LegacyGuidance? Guidance,
    LegacyChallenge? Challenge,
    LegacyResult? Result);
