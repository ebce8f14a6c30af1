using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>Which templates a subject has; never what is in them.</summary>
internal static class TemplatesApi
{
    const string Origins = "enrolled adapted";

    /// <summary>A template, without the face.</summary>
    internal sealed record View(
        [Field("Its id.")] Guid Id,
        [Field("The recogniser that made it; only those of one are compared.")] string Model,
        [Field("How good the picture was, 0 to 1.", Least = 0, Most = 1)] float Quality,
        [Field("Whether an enrolment made it or a verification that was sure enough.", OneOf = Origins)] string Origin,
        [Field("When it was made.")] DateTimeOffset CreatedAt);

    /// <summary>A page of a subject's templates.</summary>
    internal sealed record Page(
        [Field("The templates.", Most = Paging.Most)] IReadOnlyList<View> Templates,
        [Field("The `after` of the next page; absent on the last.", Pattern = Paging.Pattern)] string? Next);

    public static RouteGroupBuilder MapTemplates(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/subjects/{externalId}/templates").WithTags("Subjects").RequireAuthorization(Policies.Subjects)
            .CountRefusals().RefuseUnknownFilters();
        var (id, at) = (Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"), new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero));
        group.MapGet("/", ListAsync)
            .Describe("listTemplates", "List a subject's templates", "What they are of and since when, and nothing of the face.")
            .Answers(200, new Page([new(id, "embedder", 0.75f, "enrolled", at)], null)).Refuses(Refusals.SubjectUnknown);
        return group;
    }

    internal static async Task<Results<Ok<Page>, ProblemHttpResult>> ListAsync(
        string externalId, Caller caller, ISubjectStore subjects, ITemplateList templates, CancellationToken cancellation,
        string? after = null, int count = Paging.Usual)
    {
        if (!Paging.TryRead(after, count, out Guid? last)) return Problems.Of(Paging.Bad);
        if (await SubjectsApi.FindAsync(externalId, caller, subjects, cancellation) is not { } subject)
            return Problems.Of(Refusals.SubjectUnknown);
        var page = await templates.ListAsync(subject.Id, last, count, cancellation);
        return TypedResults.Ok(new Page(
            [.. page.Templates.Select(one => new View(
                one.Id, one.ModelId, one.Quality, one.Origin == TemplateOrigin.Enrolled ? "enrolled" : "adapted", one.CreatedAt))],
            Paging.Next(page.Last)));
    }
}
