using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>Subjects: list, look at, erase. A signed-in user has one, <c>me</c>.</summary>
internal static class SubjectsApi
{
    const string NoOtherFactor = "Being signed in is what the attempts needed as well. Ask the operator: faceauth accounts free NAME.";

    /// <summary>A subject as its owner sees it.</summary>
    internal sealed record View(
        [Field("What its owner calls it; a user's own is the user's id.", Least = 1, Most = 128)] string Id,
        [Field("What webhooks and the audit call it; no name.")] Guid SubjectId,
        [Field("Whether there is a face to compare with.")] bool Enrolled,
        [Field("Templates of that face.", Least = 0)] int Templates,
        [Field("When it was made.")] DateTimeOffset CreatedAt);

    /// <summary>A page of subjects in the order in which they were made.</summary>
    /// <param name="Subjects">The subjects.</param>
    /// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(
        [Field("The subjects, in the order in which they were made.", Most = Paging.Most)] IReadOnlyList<View> Subjects,
        [Field("The `after` of the next page; absent on the last.", Pattern = Paging.Pattern)] string? Next);

    /// <summary>A signed receipt (compact JWS) of what was erased.</summary>
    internal sealed record Erased([Field("A compact JWS (ES256) that says what was erased; keep it.")] string Receipt);

    /// <summary>One consent as recorded.</summary>
    internal sealed record ConsentView(
        [Field("The text's version.")] string Version,
        [Field("The language in which it was shown.")] string? Language,
        [Field("When it was agreed to.")] DateTimeOffset GivenAt,
        [Field("The session that it was given for; absent where it was imported.")] Guid? Session);

    /// <summary>A page of a subject's consents, the latest first.</summary>
    internal sealed record ConsentsView(
        [Field("The consents, the latest first.", Most = Paging.Most)] IReadOnlyList<ConsentView> Consents,
        [Field("The `after` of the next page; absent on the last.", Pattern = Paging.Pattern)] string? Next);

    public static RouteGroupBuilder MapSubjects(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/subjects").WithTags("Subjects").RequireAuthorization(Policies.Subjects).CountRefusals()
            .RefuseUnknownFilters();
        var given = new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero);
        group.MapGet("/", ListAsync)
            .Describe("listSubjects", "List subjects").Answers(200, ExamplePage);
        group.MapGet("/{externalId}", ShowAsync)
            .Describe("showSubject", "Look at a subject").Answers(200, ExamplePage.Subjects[0]).Refuses(Refusals.SubjectUnknown);
        group.MapGet("/{externalId}/consents", ConsentsAsync)
            .Describe("listConsents", "List what a subject agreed to")
            .Answers(200, new ConsentsView([new("2026-03", "en", given, Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"))], null))
            .Refuses(Refusals.SubjectUnknown);
        group.MapPost("/{externalId}/free", FreeAsync)
            .Describe("freeSubject", "Forget a subject's failed attempts", "Once that person has shown another factor.")
            .OnlyFor(Schemes.ApiKey).Refuses(Refusals.SubjectUnknown, Refusals.Forbidden);
        group.MapDelete("/{externalId}", EraseAsync)
            .Describe("eraseSubject", "Erase a subject for good", "With it go its templates, its groups and the verdicts of its sessions.")
            .Answers(200, new Erased("eyJhbGciOiJFUzI1NiJ9.e30.c2ln")).Refuses(Refusals.SubjectUnknown);
        return group;
    }

    /// <summary>A page as the API's description shows it.</summary>
    internal static Page ExamplePage { get; } = new(
        [new("customer-17", Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"), true, 3, new(2026, 3, 1, 8, 30, 0, TimeSpan.Zero))],
        "0195a3c46f1e7b529d0a3c8e5b7f2a61");

    internal static async Task<Results<Ok<Page>, ProblemHttpResult>> ListAsync(
        Caller caller, ISubjectStore subjects, CancellationToken cancellation, string? after = null,
        int count = Paging.Usual)
    {
        if (!Paging.TryRead(after, count, out Guid? last)) return Problems.Of(Paging.Bad);
        var found = await subjects.ListAsync(caller.Owner, last, count + 1, cancellation);
        return TypedResults.Ok(PageOf(found, count));
    }

    internal static async Task<Results<Ok<View>, ProblemHttpResult>> ShowAsync(
        string externalId, Caller caller, ISubjectStore subjects, CancellationToken cancellation) =>
        await FindAsync(externalId, caller, subjects, cancellation) is { } subject
            ? TypedResults.Ok(ViewOf(subject)) : Problems.Of(Refusals.SubjectUnknown);

    internal static async Task<Results<Ok<ConsentsView>, ProblemHttpResult>> ConsentsAsync(
        string externalId, Caller caller, ISubjectStore subjects, IConsentStore consents, CancellationToken cancellation,
        string? after = null, int count = Paging.Usual)
    {
        if (!Paging.TryRead(after, count, out Guid? last)) return Problems.Of(Paging.Bad);
        if (await FindAsync(externalId, caller, subjects, cancellation) is not { } subject) return Problems.Of(Refusals.SubjectUnknown);
        var page = await consents.PageAsync(subject.Id, last, count, cancellation);
        return TypedResults.Ok(new ConsentsView(
            [.. page.Consents.Select(one => new ConsentView(
                one.Version, one.Language, one.GivenAt, one.SessionId == Guid.Empty ? null : one.SessionId))],
            Paging.Next(page.Last)));
    }

    /// <summary>A relying party has its subject's failed attempts forgotten, once that person has shown it another factor.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> FreeAsync(
        string externalId, Caller caller, ISubjectStore subjects, AttemptRelease release, CancellationToken cancellation)
    {
        if (!caller.IsRelyingParty) return Problems.Of(Refusals.Forbidden.With(NoOtherFactor));
        if (await FindAsync(externalId, caller, subjects, cancellation) is not { } subject) return Problems.Of(Refusals.SubjectUnknown);
        await release.FreeAsync(subject, caller.Owner, cancellation);
        return TypedResults.NoContent();
    }

    internal static async Task<Results<Ok<Erased>, ProblemHttpResult>> EraseAsync(
        string externalId, Caller caller, ISubjectStore subjects, SubjectErasure erasure, CancellationToken cancellation)
    {
        var subject = await FindAsync(externalId, caller, subjects, cancellation);
        return (await erasure.EraseAsync(subject, caller.Owner, cancellation)).TryGet(out var receipt, out var refusal)
            ? TypedResults.Ok(new Erased(receipt)) : Problems.Of(refusal);
    }

    /// <summary>A page of at most <paramref name="count"/> subjects.</summary>
    internal static Page PageOf(IReadOnlyList<Subject> found, int count)
    {
        var (page, end) = Paging.Cut(found, count);
        return new([.. page.Select(ViewOf)], Paging.Next(end?.Id));
    }

    /// <summary>A caller's subject by name; a signed-in user's own is <c>me</c>.</summary>
    internal static async Task<Subject?> FindAsync(string name, Caller caller, ISubjectStore subjects, CancellationToken cancellation)
    {
        if (!caller.IsRelyingParty && name == SubjectNames.Me) name = caller.UserId!;
        return SubjectNames.IsName(name) ? await subjects.FindAsync(caller.Owner, name, cancellation) : null;
    }

    static View ViewOf(Subject subject) =>
        new(subject.ExternalId, subject.Id, subject.TemplateCount > 0, subject.TemplateCount, subject.CreatedAt);
}
