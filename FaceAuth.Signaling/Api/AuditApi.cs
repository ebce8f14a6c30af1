using System.Text.Json;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>The audit, for the staff to read; <c>faceauth audit</c> checks it and writes it out.</summary>
/// <remarks>Where a request came from is sealed, and shown by the command's export alone.</remarks>
internal static class AuditApi
{
    const int MostName = 64, MostActor = 160;

    /// <summary>What was decided, and by what.</summary>
    internal sealed record DecisionView(
        [Field("How it was decided.", OneOf = "accepted rejected")] string Outcome,
        [Field("Why not, as codes.")] IReadOnlyList<string> Reasons,
        [Field("The models that took part.")] IReadOnlyList<string> Models,
        [Field("Which thresholds it was held to.")] string? Thresholds);

    /// <summary>An entry; it names nobody but by ids.</summary>
    internal sealed record View(
        [Field("Its number, in the order of arrival.", Least = 1)] long Id,
        [Field("When it was.")] DateTimeOffset At,
        [Field("What was done, such as session.accepted.")] string Action,
        [Field("Who did it: user: or rp: and an id, operator or system.")] string Actor,
        [Field("The session that it belongs to.")] Guid? SessionId,
        [Field("Whom it is about; no name.")] Guid? SubjectId,
        [Field("What was decided; absent where nothing was.")] DecisionView? Decision,
        [Field("What else belongs to it.")] JsonElement? Details);

    /// <summary>A page of entries, newest first.</summary>
    internal sealed record Page(
        [Field("The entries, newest first.", Most = Paging.Most)] IReadOnlyList<View> Entries,
        [Field("The `after` of the next page; absent on the last.", Pattern = "^[0-9]+$")] string? Next);

    public static RouteGroupBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/audit").WithTags("Audit").RequireAuthorization(Policies.Auditor).CountRefusals()
            .RefuseUnknownFilters();
        var (id, at) = (Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"), new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero));
        group.MapGet("/", ListAsync)
            .Describe("listAuditEntries", "List what was done, newest first", "By ids alone. Filters are joined by and.")
            .Answers(200, new Page(
                [new(
                    4711, at, "session.rejected", "rp:0195a3c4-7000-7c11-8e2f-5d1b9a4c6e80", id, id,
                    new("rejected", ["spoof_suspected"], ["detector"], "standard@1.0"),
                    JsonElement.Parse("""{"purpose":"verify"}"""))], "4711"));
        return group;
    }

    internal static async Task<Results<Ok<Page>, ProblemHttpResult>> ListAsync(
        IAuditReader audit, CancellationToken cancellation, string? after = null, int count = Paging.Usual,
        [Field("Only what this one did: user: or rp: and an id, operator or system.", Least = 1, Most = MostActor)] string? actor = null,
        [Field("Only this, such as session.accepted.", Least = 1, Most = MostName, Pattern = "^[a-z_.]*$")] string? action = null,
        [Field("Only of this session.")] Guid? sessionId = null,
        [Field("Only about this subject.")] Guid? subjectId = null,
        [Field("Only what was at this time or later.")] DateTimeOffset? from = null,
        [Field("Only what was before this time.")] DateTimeOffset? to = null)
    {
        if (!Paging.TryRead(after, count, out long? last)) return Problems.Of(Paging.Bad);
        if (actor is not null && (actor.Length is 0 or > MostActor || actor.Any(char.IsControl)))
            return Problems.Of(Paging.BadFilter("actor", "user:ID rp:ID operator system"));
        if (action is not null && !AuditActions.IsOne(action))
            return Problems.Of(Refusals.BadRequest.With("Set action to that of an entry, such as session.accepted, or leave it out."));
        if (to < from) return Problems.Of(Paging.BadSpan);
        var filter = new AuditFilter(actor, action, sessionId, subjectId, from?.ToUniversalTime(), to?.ToUniversalTime());
        var page = await audit.ListAsync(filter, last, count, cancellation);
        return TypedResults.Ok(new Page([.. page.Entries.Select(one => ViewOf(one.Number, one.Entry))], Paging.Next(page.Last)));
    }

    static View ViewOf(long number, AuditEntry entry) => new(
        number, entry.At, entry.Action, entry.Actor, entry.SessionId, entry.SubjectId,
        entry.Decision is { } made ? new(made.Outcome, made.Reasons, made.Models, made.Thresholds) : null, DetailsOf(entry));

    /// <summary>What is no JSON, which nothing here writes, is left out.</summary>
    static JsonElement? DetailsOf(AuditEntry entry)
    {
        try
        {
            return entry.Details is { } details ? JsonElement.Parse(details) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
