using System.Security.Claims;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>What a session's person was told and asked, and how the evidence grew.</summary>
internal static class SessionCourseApi
{
    public static void MapSessionCourse(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/sessions").WithTags("Sessions").RequireAuthorization(Policies.Sessions).CountRefusals();
        group.MapGet("/{id}/course", ShowAsync)
            .Describe("showSessionCourse", "Look at a session's course",
                "There is one once the session has ended. The curve is for those who are told its scores.")
            .Answers(200, new SessionCourse(
                [new("no_face", null, 2100, 900), new("remove_obstacle", "mask", 3000, 4200), new("hold_still", null, 7200, 6800)],
                [new("turn_left", 1, 7600, true, 9400), new("blink", 1, 9900, false, 14_000)], [],
                [new(7300, 1, 0, 0.2, 0), new(9400, 1, 0.5, 0.8, 0), new(13_900, 1, 0.5, 1, 0)], 14_000, new(0, 0, 0)))
            .Refuses(Refusals.SessionUnknown, CourseRefusals.CourseUnknown);
    }

    internal static async Task<Results<Ok<SessionCourse>, ProblemHttpResult>> ShowAsync(
        Guid id, Caller caller, ClaimsPrincipal user, ISessionStore sessions, ISessionCourses courses, CancellationToken cancellation)
    {
        if (await sessions.FindAsync(id, cancellation) is not { } session || session.Owner != caller.Owner)
            return Problems.Of(Refusals.SessionUnknown);
        if (SessionCourse.Read(await courses.FindAsync(id, cancellation)) is not { } course)
            return Problems.Of(CourseRefusals.CourseUnknown);
        return TypedResults.Ok(SessionsApi.SeesScores(caller, user) ? course : course with { Curve = null });
    }
}
