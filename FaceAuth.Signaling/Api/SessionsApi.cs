using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Signaling.Verdicts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api;

/// <summary>Authentication sessions: start, look at, end.</summary>
internal static class SessionsApi
{
    /// <summary>What a session shall be for.</summary>
    /// <remarks>
    /// Fields are described in docs/api.md; a field that is none of them is refused: a mistyped "policy" would be a weaker one.
    /// </remarks>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record CreateRequest(
        [Field("What it is for.", OneOf = "enroll verify identify", Required = true)] string? Purpose,
        [Field("Who is meant; for relying parties, and not for identify.", Least = 1, Most = 128)] string? Subject,
        [Field("The group that identify searches; for relying parties. Left out for all of its subjects.", Least = 1,
            Most = IGroupStore.MostName)]
        string? Group,
        [Field("Comes back in the verdict; left out, one is drawn.", Least = 8, Most = 128, Pattern = "^[!-~]*$")] string? Nonce,
        [Field("What is asked of the person; left out, what the operator set.", OneOf = "passive standard strict")] string? Policy,
        ConsentRequest? Consent);

    /// <summary>What the person who is to be enrolled agreed to.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record ConsentRequest(
        [Field("The text's version, as `GET /v1/consent` names it.", Least = 1, Most = 64, Pattern = "^[ -~]*$", Required = true)]
        string? Version,
        [Field("The language in which it was shown, such as en.", Least = 2, Most = 35)] string? Language);

    /// <summary>A new session, what its browser needs, and whom its verdict will be for.</summary>
    internal sealed record Created(
        [Field("Its id.")] Guid Id,
        [Field("For the hub and this session alone; good once, until it expires.")] string Token,
        [Field("Until when it may begin.")] DateTimeOffset ExpiresAt,
        [Field("What comes back in the verdict.", Least = 8, Most = 128)] string Nonce,
        [Field("The verdict's `aud`: the same for all sessions of a caller.")] string Audience,
        [Field("The hub's path.")] string Hub,
        [Field("STUN and TURN servers, as browsers take them.")] IReadOnlyList<IceServerEntry> IceServers)
    {
        /// <summary>Never prints the token.</summary>
        public override string ToString() => $"Created {{ Id = {Id} }}";
    }

    const string StepNames =
        "offered connected channel_open first_picture challenge challenge_met challenge_missed decided ended";

    /// <summary>One step of a session: what happened, how long after the session was made, and which or how.</summary>
    internal sealed record StepView(
        [Field("What happened.", OneOf = StepNames)] string Step,
        [Field("Milliseconds after the session was created.", Least = 0)] long AtMs,
        [Field("Which challenge, or how it ended.")] string? Detail);

    /// <summary>A session as its owner sees it; scores for relying parties and staff, the timeline for relying parties only.</summary>
    internal sealed record View(
        [Field("Its id.")] Guid Id,
        [Field("What it is for.", OneOf = "enroll verify identify")] string Purpose,
        [Field("What is asked of the person.", OneOf = "passive standard strict")] string Policy,
        [Field("Who is meant, or who was found.")] string? Subject,
        [Field("The group that is searched.")] string? Group,
        [Field("What comes back in the verdict.", Least = 8, Most = 128)] string Nonce,
        [Field("How it stands.", OneOf = "created claimed decided ended")] string State,
        [Field("When it was created.")] DateTimeOffset CreatedAt,
        [Field("Until when it may begin.")] DateTimeOffset ExpiresAt,
        [Field("When it ended.")] DateTimeOffset? EndedAt,
        [Field("accepted, rejected, or the code of the refusal that ended it.")] string? Outcome,
        [Field("Why not, as codes.")] IReadOnlyList<string> Reasons,
        [Field("The signed verdict, a compact JWS (ES256).")] string? Verdict,
        [Field("What was measured; for relying parties, and for accounts with a role.", Of = typeof(ScoresJson))] JsonElement? Scores,
        [Field("What happened, once it has ended; for relying parties.", Most = 65)] IReadOnlyList<StepView>? Timeline,
        [Field("That people look at the decision again; absent where nobody does.")] ReviewsApi.OwnView? Review = null);

    public static RouteGroupBuilder MapSessions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/sessions").WithTags("Sessions").RequireAuthorization(Policies.Sessions).CountRefusals();
        var (id, at) = (Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"), new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero));
        group.MapPost("/", CreateAsync).WithMetadata(new RateLimitMark(RateLimitKind.Session)).Idempotent()
            .Describe("createSession", "Create a session",
                "A field that is not known is refused: a mistyped policy would be a weaker one. Send the person to "
                + "`/#token=TOKEN&nonce=NONCE` on this server, or run the session in a page of your own.")
            .Takes(new CreateRequest("verify", "customer-17", null, "3f6c0e1b9a7d", "standard", null))
            .Answers(201, new Created(
                id, "eyJhbGciOiJFUzI1NiJ9.e30.c2ln", at.AddMinutes(2), "3f6c0e1b9a7d", "rp:0195a3c4-7000-7c11-8e2f-5d1b9a4c6e80",
                SignalingHub.Path, [new(["turn:turn.example.org:3478"], "1772353920:0195a3c4", "c2VjcmV0")]))
            .Refuses(SessionFactory.Refused);
        group.MapGet("/{id}", ShowAsync)
            .Describe("showSession", "Look at a session", "Another owner's session does not exist, as far as a caller is told.")
            .Answers(200, new View(
                id, "verify", "standard", "customer-17", null, "3f6c0e1b9a7d", "ended", at, at.AddMinutes(2), at.AddSeconds(12), "accepted",
                [], "eyJhbGciOiJFUzI1NiJ9.e30.c2ln", JsonSerializer.SerializeToElement(
                    new ScoresJson(0.71, 0.45, 0.98, 1, 96, 40, 8125, ["embedder-1"], new Dictionary<string, string>
                    {
                        [Wire.Name(SignalKind.CameraClock)] = Wire.Name(SignalState.Clear),
                        [Wire.Name(SignalKind.Light)] = Wire.Name(SignalState.Unknown),
                    }), VerdictJson.Default.ScoresJson),
                [new("offered", 1200, null), new("challenge", 3400, "blink"), new("decided", 12_000, "accepted")]))
            .Refuses(Refusals.SessionUnknown);
        group.MapDelete("/{id}", CancelAsync)
            .Describe("cancelSession", "Cancel a session").Refuses(Refusals.SessionUnknown, Refusals.SessionEnded);
        return group;
    }

    internal static async Task<Results<Created<Created>, ProblemHttpResult>> CreateAsync(
        CreateRequest request, Caller caller, SessionFactory factory, SessionTokens tokens, IceServers ice,
        IOptions<SignalingOptions> options, HttpRequest http, CancellationToken cancellation)
    {
        var consent = request.Consent is { } agreed ? new ConsentWish(agreed.Version, agreed.Language) : null;
        var wish = new SessionWish(request.Purpose, request.Subject, request.Group, request.Nonce, request.Policy, consent);
        var created = await factory.CreateAsync(caller, wish, cancellation);
        if (!created.TryGet(out var session, out var refusal)) return Problems.Of(refusal);
        var servers = ice.For(session.Id, options.Value.TokenLifetime + options.Value.TimeLimit);
        return TypedResults.Created(http.PlaceOf($"/v1/sessions/{session.Id}"), new Created(
            session.Id, tokens.Issue(session.Id), session.ExpiresAt, session.Nonce, session.Owner, http.PlaceOf(SignalingHub.Path),
            servers));
    }

    internal static async Task<Results<Ok<View>, ProblemHttpResult>> ShowAsync(
        Guid id, Caller caller, ClaimsPrincipal user, ISessionStore sessions, ISubjectStore subjects, IGroupStore groups,
        IReviewStore reviews, CancellationToken cancellation)
    {
        if (await FindAsync(id, caller, sessions, cancellation) is not { } session) return Problems.Of(Refusals.SessionUnknown);
        var subject = session.SubjectId is { } subjectId ? await subjects.FindAsync(subjectId, cancellation) : null;
        var group = session.GroupId is { } groupId ? await groups.FindAsync(groupId, cancellation) : null;
        var review = session.State == SessionState.Decided ? await reviews.FindAsync(id, cancellation) : null;
        // that it was a close one is a score, in effect
        if (!caller.IsRelyingParty && review?.Cause == ReviewCause.Doubtful) review = null;
        JsonElement? scores = SeesScores(caller, user) && session.ScoresJson is { } json ? JsonElement.Parse(json) : null;
        return TypedResults.Ok(new View(
            session.Id, Wire.Name(session.Purpose), session.Policy, subject?.ExternalId, group?.Name, session.Nonce,
            Wire.Name(session.State), session.CreatedAt, session.ExpiresAt, session.EndedAt, session.Outcome, session.Reasons ?? [],
            session.Verdict, scores, caller.IsRelyingParty ? TimelineOf(session) : null,
            review is null ? null : ReviewsApi.OwnViewOf(review)));
    }

    /// <summary>Who is told the scores of a session of their own: relying parties and the staff.</summary>
    /// <remarks>Told to everybody, they would show an attacker by how much a mask misses.</remarks>
    internal static bool SeesScores(Caller caller, ClaimsPrincipal user) => caller.IsRelyingParty || Staff.Of(user) is not null;

    internal static async Task<Results<NoContent, ProblemHttpResult>> CancelAsync(
        Guid id, Caller caller, ISessionStore sessions, SessionRecorder recorder, SessionRegistry registry, CancellationToken cancellation)
    {
        if (await FindAsync(id, caller, sessions, cancellation) is not { } session) return Problems.Of(Refusals.SessionUnknown);
        // not half of it when the caller hangs up: what is stored as cancelled must not go on running
        if (!await recorder.EndAsync(session, EndRefusals.Cancelled, CancellationToken.None)) return Problems.Of(Refusals.SessionEnded);
        registry.TryStop(id, EndRefusals.Cancelled);
        return TypedResults.NoContent();
    }

    static List<StepView>? TimelineOf(SessionRecord session) => session.TimelineJson is { } json
        ? [.. SessionTimeline.Read(json).Select(step => new StepView(step.Name, step.AtMs, step.Detail))] : null;

    /// <summary>Another owner's session does not exist, as far as this caller is told.</summary>
    static async Task<SessionRecord?> FindAsync(Guid id, Caller caller, ISessionStore sessions, CancellationToken cancellation) =>
        await sessions.FindAsync(id, cancellation) is { } session && session.Owner == caller.Owner ? session : null;
}
