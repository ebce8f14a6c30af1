using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
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
        string? Purpose, string? Subject, string? Group, string? Nonce, string? Policy, ConsentRequest? Consent);

    /// <summary>What the person who is to be enrolled agreed to.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record ConsentRequest(string? Version, string? Language);

    /// <summary>A new session, what its browser needs, and whom its verdict will be for.</summary>
    internal sealed record Created(
        Guid Id, string Token, DateTimeOffset ExpiresAt, string Nonce, string Audience, string Hub,
        IReadOnlyList<IceServerEntry> IceServers)
    {
        /// <summary>Never prints the token.</summary>
        public override string ToString() => $"Created {{ Id = {Id} }}";
    }

    /// <summary>A session as its owner sees it; scores for relying parties only.</summary>
    internal sealed record View(
        Guid Id, string Purpose, string Policy, string? Subject, string? Group, string Nonce, string State,
        DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? EndedAt, string? Outcome,
        IReadOnlyList<string> Reasons, string? Verdict, JsonElement? Scores);

    public static RouteGroupBuilder MapSessions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/sessions").WithTags("Sessions").RequireAuthorization(Policies.Sessions).CountRefusals();
        group.MapPost("/", CreateAsync).WithMetadata(new RateLimitMark(RateLimitKind.Session));
        group.MapGet("/{id:guid}", ShowAsync);
        group.MapDelete("/{id:guid}", CancelAsync);
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
        var below = http.PathBase.ToUriComponent();   // where a proxy serves it below a path, and says so
        return TypedResults.Created($"{below}/v1/sessions/{session.Id}", new Created(
            session.Id, tokens.Issue(session.Id), session.ExpiresAt, session.Nonce, session.Owner, below + SignalingHub.Path, servers));
    }

    internal static async Task<Results<Ok<View>, ProblemHttpResult>> ShowAsync(
        Guid id, Caller caller, ISessionStore sessions, ISubjectStore subjects, IGroupStore groups, CancellationToken cancellation)
    {
        if (await FindAsync(id, caller, sessions, cancellation) is not { } session) return Problems.Of(Refusals.SessionUnknown);
        var subject = session.SubjectId is { } subjectId ? await subjects.FindAsync(subjectId, cancellation) : null;
        var group = session.GroupId is { } groupId ? await groups.FindAsync(groupId, cancellation) : null;
        JsonElement? scores = caller.IsRelyingParty && session.ScoresJson is { } json ? JsonElement.Parse(json) : null;
        return TypedResults.Ok(new View(
            session.Id, Wire.Name(session.Purpose), session.Policy, subject?.ExternalId, group?.Name, session.Nonce,
            Wire.Name(session.State), session.CreatedAt, session.ExpiresAt, session.EndedAt, session.Outcome, session.Reasons ?? [],
            session.Verdict, scores));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> CancelAsync(
        Guid id, Caller caller, ISessionStore sessions, SessionRecorder recorder, SessionRegistry registry, CancellationToken cancellation)
    {
        if (await FindAsync(id, caller, sessions, cancellation) is not { } session) return Problems.Of(Refusals.SessionUnknown);
        // not half of it when the caller hangs up: what is stored as cancelled must not go on running
        if (!await recorder.EndAsync(session, Refusals.Cancelled, CancellationToken.None)) return Problems.Of(Refusals.SessionEnded);
        registry.TryStop(id, Refusals.Cancelled);
        return TypedResults.NoContent();
    }

    /// <summary>Another owner's session does not exist, as far as this caller is told.</summary>
    static async Task<SessionRecord?> FindAsync(Guid id, Caller caller, ISessionStore sessions, CancellationToken cancellation) =>
        await sessions.FindAsync(id, cancellation) is { } session && session.Owner == caller.Owner ? session : null;
}
