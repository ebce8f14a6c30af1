using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>Groups of a relying party's subjects: make, list, fill, delete.</summary>
internal static class GroupsApi
{
    /// <summary>A group as its owner sees it.</summary>
    internal sealed record View(
        [Field("Its name.", Least = 1, Most = IGroupStore.MostName)] string Name,
        [Field("Subjects in it.", Least = 0)] int Members,
        [Field("When it was made.")] DateTimeOffset CreatedAt);

    /// <summary>A page of groups by name.</summary>
    /// <param name="Groups">The groups.</param>
    /// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(
        [Field("The groups, by name.", Most = Paging.Most)] IReadOnlyList<View> Groups,
        [Field("The `after` of the next page; absent on the last.")] string? Next);

    public static RouteGroupBuilder MapGroups(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/groups").WithTags("Groups").RequireAuthorization(Policies.Groups)
            .OnlyFor(Schemes.ApiKey).CountRefusals()
            .RefuseUnknownFilters()
            .AddEndpointFilter(RelyingPartiesOnlyAsync);
        var staff = new View("staff", 17, new(2026, 3, 1, 8, 30, 0, TimeSpan.Zero));
        group.MapGet("/", ListAsync)
            .Describe("listGroups", "List groups").Answers(200, new Page([staff], "staff")).Refuses(Refusals.GroupsNeedKey);
        group.MapPut("/{name}", MakeAsync)
            .Describe("makeGroup", "Make a group", "Answers 200 where it is there already.")
            .Answers(200, staff).Answers(201, staff with { Members = 0 })
            .Refuses(Refusals.GroupsNeedKey, Refusals.BadGroup, Refusals.TooManyGroups);
        group.MapGet("/{name}", ShowAsync)
            .Describe("showGroup", "Look at a group").Answers(200, staff).Refuses(Refusals.GroupsNeedKey, Refusals.GroupUnknown);
        group.MapDelete("/{name}", DeleteAsync)
            .Describe("deleteGroup", "Delete a group", "Its subjects stay.").Refuses(Refusals.GroupsNeedKey, Refusals.GroupUnknown);
        group.MapGet("/{name}/subjects", MembersAsync)
            .Describe("listGroupSubjects", "List a group's subjects").Answers(200, SubjectsApi.ExamplePage)
            .Refuses(Refusals.GroupsNeedKey, Refusals.GroupUnknown);
        group.MapPut("/{name}/subjects/{externalId}", AddAsync)
            .Describe("addToGroup", "Put a subject into a group", "Every search sees it within a second.")
            .Refuses(Refusals.GroupsNeedKey, Refusals.GroupUnknown, Refusals.SubjectUnknown);
        group.MapDelete("/{name}/subjects/{externalId}", RemoveAsync)
            .Describe("removeFromGroup", "Take a subject out of a group", "At once it is not found there any more.")
            .Refuses(Refusals.GroupsNeedKey, Refusals.GroupUnknown, Refusals.SubjectUnknown);
        return group;
    }

    internal static async Task<Results<Ok<Page>, ProblemHttpResult>> ListAsync(
        Caller caller, IGroupStore groups, CancellationToken cancellation, string? after = null, int count = Paging.Usual)
    {
        if (!Paging.IsCount(count) || (after is not null && !SubjectNames.IsGroup(after))) return Problems.Of(Paging.Bad);
        var found = await groups.ListAsync(caller.Owner, after, count + 1, cancellation);
        var (page, end) = Paging.Cut(found, count);
        return TypedResults.Ok(new Page([.. page.Select(ViewOf)], end?.Name));
    }

    internal static async Task<Results<Ok<View>, Created<View>, ProblemHttpResult>> MakeAsync(
        string name, Caller caller, GroupDesk desk, HttpRequest http, CancellationToken cancellation)
    {
        if (!(await desk.MakeAsync(caller.Owner, name, caller.Owner, cancellation)).TryGet(out var made, out var refusal))
            return Problems.Of(refusal);
        var view = ViewOf(made.Group);
        return made.IsNew ? TypedResults.Created(http.PlaceOf($"/v1/groups/{Uri.EscapeDataString(name)}"), view) : TypedResults.Ok(view);
    }

    internal static async Task<Results<Ok<View>, ProblemHttpResult>> ShowAsync(
        string name, Caller caller, IGroupStore groups, CancellationToken cancellation) =>
        await FindAsync(name, caller, groups, cancellation) is { } group
            ? TypedResults.Ok(ViewOf(group)) : Problems.Of(Refusals.GroupUnknown);

    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string name, Caller caller, IGroupStore groups, GroupDesk desk, CancellationToken cancellation)
    {
        if (await FindAsync(name, caller, groups, cancellation) is not { } group || !await groups.DeleteAsync(group.Id, cancellation))
            return Problems.Of(Refusals.GroupUnknown);
        await desk.AuditAsync("group.deleted", caller.Owner, group, null);
        return TypedResults.NoContent();
    }

    internal static async Task<Results<Ok<SubjectsApi.Page>, ProblemHttpResult>> MembersAsync(
        string name, Caller caller, IGroupStore groups, CancellationToken cancellation, string? after = null, int count = Paging.Usual)
    {
        if (!Paging.TryRead(after, count, out Guid? last)) return Problems.Of(Paging.Bad);
        if (await FindAsync(name, caller, groups, cancellation) is not { } group) return Problems.Of(Refusals.GroupUnknown);
        var found = await groups.MembersAsync(group.Id, last, count + 1, cancellation);
        return TypedResults.Ok(SubjectsApi.PageOf(found, count));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> AddAsync(
        string name, string externalId, Caller caller, IGroupStore groups, ISubjectStore subjects, GroupDesk desk,
        CancellationToken cancellation)
    {
        if (await FindAsync(name, caller, groups, cancellation) is not { } group) return Problems.Of(Refusals.GroupUnknown);
        if (await SubjectAsync(externalId, caller, subjects, cancellation) is not { } subject)
            return Problems.Of(Refusals.SubjectUnknown);
        return await desk.AddAsync(group, subject.Id, caller.Owner, cancellation) is { } refusal
            ? Problems.Of(refusal) : TypedResults.NoContent();
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string name, string externalId, Caller caller, IGroupStore groups, ISubjectStore subjects, GroupDesk desk,
        CancellationToken cancellation)
    {
        if (await FindAsync(name, caller, groups, cancellation) is not { } group) return Problems.Of(Refusals.GroupUnknown);
        if (await SubjectAsync(externalId, caller, subjects, cancellation) is not { } subject)
            return Problems.Of(Refusals.SubjectUnknown);
        return await desk.RemoveAsync(group, subject.Id, caller.Owner, cancellation) is { } refusal
            ? Problems.Of(refusal) : TypedResults.NoContent();
    }

    /// <summary>A signed-in user has one subject, of which there is nothing to group.</summary>
    static async ValueTask<object?> RelyingPartiesOnlyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Caller.Of(context.HttpContext.User) is { IsRelyingParty: true } ? await next(context) : Problems.Of(Refusals.GroupsNeedKey);

    static async Task<Group?> FindAsync(string name, Caller caller, IGroupStore groups, CancellationToken cancellation) =>
        SubjectNames.IsGroup(name) ? await groups.FindAsync(caller.Owner, name, cancellation) : null;

    static async Task<Subject?> SubjectAsync(string name, Caller caller, ISubjectStore subjects, CancellationToken cancellation) =>
        SubjectNames.IsName(name) ? await subjects.FindAsync(caller.Owner, name, cancellation) : null;

    static View ViewOf(Group group) => new(group.Name, group.MemberCount, group.CreatedAt);
}
