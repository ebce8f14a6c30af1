using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Signaling.Verdicts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>Subjects: list, look at, erase. A signed-in user has one, <c>me</c>.</summary>
internal static class SubjectsApi
{
    const int MaxPage = 200;

    /// <summary>A subject as its owner sees it.</summary>
    internal sealed record View(string Id, bool Enrolled, int Templates, DateTimeOffset CreatedAt);

    /// <summary>A page of subjects by name.</summary>
    /// <param name="Subjects">The subjects.</param>
    /// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<View> Subjects, string? Next);

    /// <summary>A signed receipt (compact JWS) of what was erased.</summary>
    internal sealed record Erased(string Receipt);

    /// <summary>One consent as recorded.</summary>
    internal sealed record ConsentView(string Version, string? Language, DateTimeOffset GivenAt, Guid? Session);

    /// <summary>A subject's consents, the latest first.</summary>
    internal sealed record ConsentsView(IReadOnlyList<ConsentView> Consents);

    public static RouteGroupBuilder MapSubjects(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/subjects").WithTags("Subjects").RequireAuthorization(Policies.Owner).CountRefusals();
        group.MapGet("/", ListAsync);
        group.MapGet("/{externalId}", ShowAsync);
        group.MapGet("/{externalId}/consents", ConsentsAsync);
        group.MapDelete("/{externalId}", EraseAsync);
        return group;
    }

    internal static async Task<Results<Ok<Page>, ProblemHttpResult>> ListAsync(
        Caller caller, ISubjectStore subjects, CancellationToken cancellation, string? after = null, int count = 50)
    {
        if (count is < 1 or > MaxPage || (after is not null && !SubjectNames.IsName(after)))
            return Problems.Of(Refusals.BadRequest.With($"Set count to 1 to {MaxPage}, and after to the next of the page before."));
        var found = await subjects.ListAsync(caller.Owner, after, count, cancellation);
        return TypedResults.Ok(PageOf(found, count));
    }

    internal static async Task<Results<Ok<View>, ProblemHttpResult>> ShowAsync(
        string externalId, Caller caller, ISubjectStore subjects, CancellationToken cancellation) =>
        await FindAsync(externalId, caller, subjects, cancellation) is { } subject
            ? TypedResults.Ok(ViewOf(subject)) : Problems.Of(Refusals.SubjectUnknown);

    internal static async Task<Results<Ok<ConsentsView>, ProblemHttpResult>> ConsentsAsync(
        string externalId, Caller caller, ISubjectStore subjects, IConsentStore consents, CancellationToken cancellation)
    {
        if (await FindAsync(externalId, caller, subjects, cancellation) is not { } subject) return Problems.Of(Refusals.SubjectUnknown);
        var found = await consents.ListAsync(subject.Id, MaxPage, cancellation);
        return TypedResults.Ok(new ConsentsView(
            [.. found.Select(one => new ConsentView(
                one.Version, one.Language, one.GivenAt, one.SessionId == Guid.Empty ? null : one.SessionId))]));
    }

    internal static async Task<Results<Ok<Erased>, ProblemHttpResult>> EraseAsync(
        string externalId, Caller caller, ISubjectStore subjects, SessionRegistry registry, ReceiptSigner signer, IAuditLog audit,
        CancellationToken cancellation)
    {
        if (await FindAsync(externalId, caller, subjects, cancellation) is not { } subject
            || await subjects.EraseAsync(subject.Id, cancellation) is not { } erasure)
            return Problems.Of(Refusals.SubjectUnknown);
        registry.StopSubject(subject.Id, Refusals.Cancelled);
        var entry = new AuditEntry(erasure.At, "subject.erased", caller.Owner, SubjectId: subject.Id);
        await audit.AppendAsync(entry with { Origin = ClientOrigin.Current }, CancellationToken.None);
        return TypedResults.Ok(new Erased(signer.Sign(subject, erasure)));
    }

    /// <summary>A page of at most <paramref name="count"/> subjects.</summary>
    internal static Page PageOf(IReadOnlyList<Subject> found, int count) =>
        new([.. found.Select(ViewOf)], found.Count == count ? found[^1].ExternalId : null);

    static async Task<Subject?> FindAsync(string name, Caller caller, ISubjectStore subjects, CancellationToken cancellation)
    {
        if (!caller.IsRelyingParty && name == SubjectNames.Me) name = caller.UserId!;
        return SubjectNames.IsName(name) ? await subjects.FindAsync(caller.Owner, name, cancellation) : null;
    }

    static View ViewOf(Subject subject) => new(subject.ExternalId, subject.TemplateCount > 0, subject.TemplateCount, subject.CreatedAt);
}
