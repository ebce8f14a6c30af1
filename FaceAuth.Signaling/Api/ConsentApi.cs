using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Reviews;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api;

/// <summary>What people agree to before they are enrolled; anybody may read it.</summary>
internal static class ConsentApi
{
    /// <summary>Pictures that may be kept of a session.</summary>
    internal sealed record PicturesView(
        [Field("How many at most.", Least = 1, Most = ReviewPicture.Most)] int Most,
        [Field("For how many days at most.", Least = 1, Most = 30)] int Days);

    /// <summary>The text in force, null where the operator set none, and what is kept.</summary>
    internal sealed record View(
        [Field("The version in force; absent where the operator set none.")] string? Version,
        [Field("The text that people agree to.")] string? Text,
        [Field("Pictures that may be kept, sealed, so that people can look at a decision again; absent where none are.")]
        PicturesView? Pictures);

    public static RouteHandlerBuilder MapConsent(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/consent", Show).WithTags("Consent").AllowAnonymous()
            .Describe("showConsent", "Read the text in force",
                "Where there is a version, no session to enroll somebody is created without it. Where `pictures` is there, tell people so.")
            .Answers(200, new View(
                "2026-03", "I agree that this server keeps a template of my face, and for a week pictures of who is refused.", new(3, 7)));

    internal static Ok<View> Show(IOptions<ConsentOptions> options, IOptions<ReviewOptions> reviews) => TypedResults.Ok(new View(
        options.Value.Version, options.Value.Text,
        reviews.Value is { Pictures: > 0 and var most } kept ? new(most, kept.PicturesDays) : null));
}
