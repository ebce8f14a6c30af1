using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Errors;

/// <summary>Refusals as problem details (RFC 9457), each with its <c>code</c>.</summary>
internal static class Problems
{
    /// <summary>The result of an endpoint that refuses.</summary>
    public static ProblemHttpResult Of(Refusal refusal) => TypedResults.Problem(
        refusal.Text, statusCode: refusal.Status, title: refusal.Title, type: TypeOf(refusal.Code),
        extensions: [new("code", refusal.Code)]);

    /// <summary>Writes a refusal outside of an endpoint.</summary>
    public static Task WriteAsync(HttpContext context, Refusal refusal)
    {
        if (context.Response.HasStarted) return Task.CompletedTask;
        return Of(refusal).ExecuteAsync(context);
    }

    /// <summary>Gives what the framework refuses by itself (unknown path, bad JSON, an exception) a code and a next step.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Extensions.ContainsKey("code")) return;
        var refusal = ForStatus(problem.Status ?? context.HttpContext.Response.StatusCode);
        (problem.Title, problem.Detail, problem.Type) = (refusal.Title, refusal.Text, TypeOf(refusal.Code));
        problem.Extensions.Clear();
        problem.Extensions["code"] = refusal.Code;
    }

    static Refusal ForStatus(int status) => status switch
    {
        401 => Refusals.Unauthorized,
        403 => Refusals.Forbidden,
        404 => Refusals.NotFound,
        405 => Refusals.MethodNotAllowed,
        413 => Refusals.TooLarge,
        415 => Refusals.UnsupportedMediaType,
        429 => Refusals.TooManyRequests,
        503 => Refusals.NotReady,
        < 500 => Refusals.BadRequest,
        _ => Refusals.InternalError,
    };

    static string TypeOf(string code) => $"urn:faceauth:problem:{code}";
}
