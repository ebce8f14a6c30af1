using System.Text.RegularExpressions;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>Lists of sessions, newest first: an owner's own, and everybody's for the staff, who are told no name.</summary>
internal static partial class SessionListsApi
{
    const int MostOutcome = 64;
    const int MostOwner = 64;

    /// <summary>A session in its owner's list; verdict, scores and timeline are with the session itself.</summary>
    internal sealed record Line(
        [Field("Its id.")] Guid Id,
        [Field("What it is for.", OneOf = SessionFilters.Purposes)] string Purpose,
        [Field("What is asked of the person.", OneOf = SessionFilters.PolicyList)] string Policy,
        [Field("Who is meant, or who was found; absent where nobody was, and once they were erased.")] string? Subject,
        [Field("The group that is searched.")] string? Group,
        [Field("How it stands.", OneOf = SessionFilters.States)] string State,
        [Field("When it was created.")] DateTimeOffset CreatedAt,
        [Field("Until when it may begin.")] DateTimeOffset ExpiresAt,
        [Field("When it ended.")] DateTimeOffset? EndedAt,
        [Field("accepted, rejected, or the code of the refusal that ended it.")] string? Outcome,
        [Field("Why not, as codes.")] IReadOnlyList<string> Reasons);

    /// <summary>A page of an owner's sessions, newest first.</summary>
    internal sealed record Page(
        [Field("The sessions, newest first.", Most = Paging.Most)] IReadOnlyList<Line> Sessions,
        [Field("The `after` of the next page; absent on the last.", Pattern = Paging.Pattern)] string? Next);

    /// <summary>A session as the staff sees it: whose it is and about whom, by ids.</summary>
    internal sealed record StaffLine(
        [Field("Its id.")] Guid Id,
        [Field("Whose it is: rp: or user: and an id.")] string Owner,
        [Field("What it is for.", OneOf = SessionFilters.Purposes)] string Purpose,
        [Field("What is asked of the person.", OneOf = SessionFilters.PolicyList)] string Policy,
        [Field("What the audit calls whom it is about; no name.")] Guid? SubjectId,
        [Field("How it stands.", OneOf = SessionFilters.States)] string State,
        [Field("When it was created.")] DateTimeOffset CreatedAt,
        [Field("Until when it may begin.")] DateTimeOffset ExpiresAt,
        [Field("When it ended.")] DateTimeOffset? EndedAt,
        [Field("accepted, rejected, or the code of the refusal that ended it.")] string? Outcome,
        [Field("Why not, as codes.")] IReadOnlyList<string> Reasons);

    /// <summary>A page of everybody's sessions, newest first.</summary>
    internal sealed record StaffPage(
        [Field("The sessions, newest first.", Most = Paging.Most)] IReadOnlyList<StaffLine> Sessions,
        [Field("The `after` of the next page; absent on the last.", Pattern = Paging.Pattern)] string? Next);

    public static void MapSessionLists(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/sessions").WithTags("Sessions").CountRefusals()
            .RefuseUnknownFilters();
        var (id, at) = (Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"), new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero));
        const string Next = "0195a3c46f1e7b529d0a3c8e5b7f2a61";
        group.MapGet("/", ListAsync).RequireAuthorization(Policies.Sessions)
            .Describe("listSessions", "List sessions, newest first", "Filters are joined by and.")
            .Answers(200, new Page(
                [new(
                    id, "verify", "standard", "customer-17", null, "decided", at, at.AddMinutes(2), at.AddSeconds(12), "rejected",
                    ["spoof"])],
                Next));
        group.MapGet("/all", AllAsync).RequireAuthorization(Policies.Auditor)
            .Describe("listAllSessions", "List everybody's sessions, newest first", "By ids alone. Filters are joined by and.")
            .Answers(200, new StaffPage(
                [new(
                    id, "rp:0195a3c4-7000-7c11-8e2f-5d1b9a4c6e80", "verify", "standard", id, "decided", at, at.AddMinutes(2),
                    at.AddSeconds(12), "accepted", [])], Next));
    }

    internal static async Task<Results<Ok<Page>, ProblemHttpResult>> ListAsync(
        Caller caller, ISessionStore sessions, ISubjectStore subjects, IGroupStore groups, CancellationToken cancellation,
        string? after = null, int count = Paging.Usual,
        [Field("Only those about this subject; a signed-in user's own is `me`.", Least = 1, Most = 128)] string? subject = null,
        [Field("Only those for this.", OneOf = SessionFilters.Purposes)] string? purpose = null,
        [Field("Only those that stand so.", OneOf = SessionFilters.States)] string? state = null,
        [Field("Only those that ended so.", Least = 1, Most = MostOutcome, Pattern = "^[a-z0-9_]*$")] string? outcome = null,
        [Field("Only those of this policy.", OneOf = SessionFilters.PolicyList)] string? policy = null,
        [Field("Only those created at this time or later.")] DateTimeOffset? from = null,
        [Field("Only those created before this time.")] DateTimeOffset? to = null)
    {
        if (!Paging.TryRead(after, count, out Guid? last)) return Problems.Of(Paging.Bad);
        if (!SessionFilters.Read(purpose, state, outcome, policy, from, to).TryGet(out var filter, out var fault))
            return Problems.Of(fault);
        filter = filter with { Owner = caller.Owner };
        if (subject is not null)
        {
            if (!caller.IsRelyingParty && subject == SubjectNames.Me) subject = caller.UserId!;
            if (!SubjectNames.IsName(subject))
                return Problems.Of(Refusals.BadRequest.With("Set subject to the name of a subject, or leave it out."));
            // of somebody who is not there, or is another owner's, there are no sessions
            if (await subjects.FindAsync(caller.Owner, subject, cancellation) is not { } known) return TypedResults.Ok(new Page([], null));
            filter = filter with { SubjectId = known.Id };
        }

        var page = await sessions.ListAsync(filter, last, count, cancellation);
        var names = (await subjects.FindManyAsync(Ids(page, session => session.SubjectId), cancellation))
            .ToDictionary(one => one.Id, one => one.ExternalId);
        var groupNames = await groups.NamesAsync(Ids(page, session => session.GroupId), cancellation);
        return TypedResults.Ok(new Page([.. page.Sessions.Select(session => LineOf(session, names, groupNames))], Paging.Next(page.Last)));
    }

    internal static async Task<Results<Ok<StaffPage>, ProblemHttpResult>> AllAsync(
        ISessionStore sessions, CancellationToken cancellation, string? after = null, int count = Paging.Usual,
        [Field("Only this owner's: rp: or user: and an id.", Least = 1, Most = MostOwner, Pattern = "^(rp|user):[0-9a-f-]+$")]
        string? owner = null,
        [Field("Only those about whom the audit calls so.")] Guid? subjectId = null,
        [Field("Only those for this.", OneOf = SessionFilters.Purposes)] string? purpose = null,
        [Field("Only those that stand so.", OneOf = SessionFilters.States)] string? state = null,
        [Field("Only those that ended so.", Least = 1, Most = MostOutcome, Pattern = "^[a-z0-9_]*$")] string? outcome = null,
        [Field("Only those of this policy.", OneOf = SessionFilters.PolicyList)] string? policy = null,
        [Field("Only those created at this time or later.")] DateTimeOffset? from = null,
        [Field("Only those created before this time.")] DateTimeOffset? to = null)
    {
        if (!Paging.TryRead(after, count, out Guid? last)) return Problems.Of(Paging.Bad);
        if (!SessionFilters.Read(purpose, state, outcome, policy, from, to).TryGet(out var filter, out var fault))
            return Problems.Of(fault);
        if (owner is not null && !OwnerName().IsMatch(owner)) return Problems.Of(Paging.BadFilter("owner", "rp:ID user:ID"));
        var page = await sessions.ListAsync(filter with { Owner = owner, SubjectId = subjectId }, last, count, cancellation);
        return TypedResults.Ok(new StaffPage([.. page.Sessions.Select(LineOf)], Paging.Next(page.Last)));
    }

    static HashSet<Guid> Ids(SessionPage page, Func<SessionRecord, Guid?> of) =>
        [.. page.Sessions.Select(of).Where(id => id is not null).Select(id => id!.Value)];

    static Line LineOf(SessionRecord session, Dictionary<Guid, string> names, IReadOnlyDictionary<Guid, string> groups) => new(
        session.Id, Wire.Name(session.Purpose), session.Policy,
        session.SubjectId is { } subject ? names.GetValueOrDefault(subject) : null,
        session.GroupId is { } group ? groups.GetValueOrDefault(group) : null,
        Wire.Name(session.State), session.CreatedAt, session.ExpiresAt, session.EndedAt, session.Outcome, session.Reasons ?? []);

    static StaffLine LineOf(SessionRecord session) => new(
        session.Id, session.Owner, Wire.Name(session.Purpose), session.Policy, session.SubjectId, Wire.Name(session.State),
        session.CreatedAt, session.ExpiresAt, session.EndedAt, session.Outcome, session.Reasons ?? []);

    [GeneratedRegex("^(rp|user):[0-9a-f-]{1,36}$")]
    private static partial Regex OwnerName();
}
