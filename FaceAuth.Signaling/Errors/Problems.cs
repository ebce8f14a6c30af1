using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Errors;

/// <summary>Refusals as problem details (RFC 9457), each with its <c>code</c>.</summary>
internal static class Problems
{
    const string CodeName = "code";
    const string RetryName = "retryAfter";
    const string TraceName = "traceId";

    /// <summary>The result of an endpoint that refuses.</summary>
    public static ProblemHttpResult Of(Refusal refusal) => TypedResults.Problem(
        refusal.Text, statusCode: refusal.Status, title: refusal.Title, type: TypeOf(refusal.Code),
        extensions: refusal.RetryAfter is { } wait ? [new(CodeName, refusal.Code), new(RetryName, Seconds(wait))]
            : [new(CodeName, refusal.Code)]);

    /// <summary>Writes a refusal outside of an endpoint.</summary>
    public static Task WriteAsync(HttpContext context, Refusal refusal)
    {
        context.RequestServices.GetRequiredService<SignalingMetrics>().Refused(refusal.Code);
        if (context.Response.HasStarted) return Task.CompletedTask;
        if (refusal.RetryAfter is { } wait) context.Response.Headers.RetryAfter = $"{Seconds(wait)}";
        return Of(refusal).ExecuteAsync(context);
    }

    /// <summary>Counts what the endpoints of a group refuse, and says in a header too how long to wait.</summary>
    public static RouteGroupBuilder CountRefusals(this RouteGroupBuilder group) => group.AddEndpointFilter(static async (call, next) =>
    {
        var result = await next(call);
        if ((result is INestedHttpResult nested ? nested.Result : result) is ProblemHttpResult { ProblemDetails: var problem }
            && problem.Extensions.TryGetValue(CodeName, out var code) && code is string reason)
        {
            call.HttpContext.RequestServices.GetRequiredService<SignalingMetrics>().Refused(reason);
            if (problem.Extensions.TryGetValue(RetryName, out var wait)) call.HttpContext.Response.Headers.RetryAfter = $"{wait}";
        }

        return result;
    });

    /// <summary>Gives what the framework refuses by itself (unknown path, bad JSON, an exception) a code and a next step.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Extensions.ContainsKey(CodeName)) return;
        var refusal = ForStatus(problem.Status ?? context.HttpContext.Response.StatusCode, context.HttpContext);
        (problem.Title, problem.Detail, problem.Type) = (refusal.Title, refusal.Text, TypeOf(refusal.Code));
        problem.Extensions.TryGetValue(TraceName, out var trace);
        problem.Extensions.Clear();
        problem.Extensions[CodeName] = refusal.Code;
        if (trace is not null) problem.Extensions[TraceName] = trace;
    }

    static Refusal ForStatus(int status, HttpContext context) => status switch
    {
        401 => Refusals.Unauthorized,
        403 => Refusals.Forbidden,
        404 => Refusals.NotFound,
        405 => Refusals.MethodNotAllowed,
        412 => RequestRefusals.PreconditionFailed,
        413 => Refusals.TooLarge,
        414 => RequestRefusals.AddressTooLong,
        415 => Refusals.UnsupportedMediaType,
        416 => RequestRefusals.RangeNotSatisfiable,
        429 => Refusals.TooManyRequests,
        431 => RequestRefusals.HeadersTooLarge,
        503 => Refusals.NotReady,
        < 500 => RequestFaults.Of(context),
        _ => Refusals.InternalError,
    };

    /// <summary>The name of a kind of problem.</summary>
    public static string TypeOf(string code) => $"urn:faceauth:problem:{code}";

    static long Seconds(TimeSpan wait) => (long)Math.Ceiling(wait.TotalSeconds);
}
