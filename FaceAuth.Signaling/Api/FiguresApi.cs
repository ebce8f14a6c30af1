using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>How sessions ended, counted by day: a relying party's own, and everybody's for the operator.</summary>
internal static class FiguresApi
{
    const int MostDays = 366;
    const int UsualDays = 30;

    /// <summary>One figure of one day.</summary>
    /// <param name="Day">The day, UTC.</param>
    /// <param name="Purpose">What the sessions were for.</param>
    /// <param name="Policy">Their policy.</param>
    /// <param name="Outcome">How they ended.</param>
    /// <param name="Reason">The first reason; null where there was none.</param>
    /// <param name="Sessions">How many.</param>
    /// <param name="MeanSeconds">From being made to being over, the mean.</param>
    internal sealed record View(
        [Field("The day, UTC.")] DateOnly Day,
        [Field("What the sessions were for.", OneOf = "enroll verify identify")] string Purpose,
        [Field("Their policy.", OneOf = "passive standard strict")] string Policy,
        [Field("How they ended: accepted, rejected, or the code of a refusal.")] string Outcome,
        [Field("The first reason; absent where there was none.")] string? Reason,
        [Field("How many.", Least = 1)] long Sessions,
        [Field("From being made to being over, the mean.")] double MeanSeconds);

    /// <summary>The figures of a span of days.</summary>
    internal sealed record Listing(
        [Field("The first day.")] DateOnly From, [Field("The last day.")] DateOnly To,
        [Field("The figures, by day.")] IReadOnlyList<View> Figures);

    public static RouteGroupBuilder MapFigures(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/figures").WithTags("Figures").CountRefusals();
        var day = new DateOnly(2026, 3, 1);
        var listing = new Listing(day, day.AddDays(30), [new(day, "verify", "standard", "rejected", "spoof", 3, 8.25)]);
        const string Span = "Without a span it is the last 30 days; a span has at most 366. A day is counted after it is over.";
        group.MapGet("/", OwnAsync).RequireAuthorization(Policies.Sessions).OnlyFor(Schemes.ApiKey)
            .Describe("listFigures", "Count own sessions by how they ended", Span).Answers(200, listing).Refuses(Refusals.FiguresNeedKey);
        group.MapGet("/all", AllAsync).RequireAuthorization(Policies.Auditor)
            .Describe("listAllFigures", "Count everybody's sessions by how they ended", Span).Answers(200, listing);
        return group;
    }

    internal static async Task<Results<Ok<Listing>, ProblemHttpResult>> OwnAsync(
        Caller caller, IDailyFigures figures, TimeProvider time, CancellationToken cancellation,
        DateOnly? from = null, DateOnly? to = null) =>
        caller.IsRelyingParty ? await ListAsync(caller.Owner, figures, time, from, to, cancellation) : Problems.Of(Refusals.FiguresNeedKey);

    internal static Task<Results<Ok<Listing>, ProblemHttpResult>> AllAsync(
        IDailyFigures figures, TimeProvider time, CancellationToken cancellation, DateOnly? from = null, DateOnly? to = null) =>
        ListAsync(null, figures, time, from, to, cancellation);

    static async Task<Results<Ok<Listing>, ProblemHttpResult>> ListAsync(
        string? owner, IDailyFigures figures, TimeProvider time, DateOnly? from, DateOnly? to, CancellationToken cancellation)
    {
        var last = to ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = from ?? DateOnly.FromDayNumber(Math.Max(0, last.DayNumber - UsualDays));
        if (last < first || last.DayNumber - first.DayNumber > MostDays)
            return Problems.Of(Refusals.BadRequest.With($"Set from and to to days, such as 2026-03-01, at most {MostDays} days apart."));
        var found = await figures.ListAsync(owner, first, last, cancellation);
        return TypedResults.Ok(new Listing(first, last, [.. found.Select(ViewOf)]));
    }

    static View ViewOf(DailyFigure figure) => new(
        figure.Day, Wire.Name(figure.Purpose), figure.Policy, figure.Outcome, figure.Reason.Length == 0 ? null : figure.Reason,
        figure.Sessions, Math.Round(figure.Duration.TotalSeconds / figure.Sessions, 3));
}
