using FaceAuth.Signaling.Errors;

namespace FaceAuth.Signaling.OpenApi;

/// <summary>What an endpoint says of itself, where it is mapped; docs/openapi.md tells what a new one needs.</summary>
internal static class Describing
{
    const string Json = "application/json";

    /// <summary>Names an operation.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="id">Its id, such as createSession.</param>
    /// <param name="summary">What it does, a few words.</param>
    /// <param name="text">What else a caller should know.</param>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string id, string summary, string? text = null) =>
        endpoint.WithMetadata(new OperationText(id, summary, text));

    /// <summary>Shows a body that is taken.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, object example) =>
        endpoint.WithMetadata(new RequestExample(example));

    /// <summary>Says which body a handler takes that reads it by itself, and shows one.</summary>
    public static RouteHandlerBuilder TakesFields<T>(this RouteHandlerBuilder endpoint, T example) where T : notnull =>
        endpoint.WithMetadata(new FieldsTaken(typeof(T))).Takes(example);

    /// <summary>Shows an answer that is given.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status, T example) where T : notnull =>
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(T), [Json]), new AnswerExample(status, example));

    /// <summary>Says that it answers 200 with a file's bytes.</summary>
    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder endpoint, string mediaType) =>
        endpoint.WithMetadata(
            new ProducesResponseTypeMetadata(200, typeof(Stream), [mediaType]), new AnswerExample(200, "the file's bytes"));

    /// <summary>Names what it refuses by itself; what its policy, limits, body and store refuse is known.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params IReadOnlyList<Refusal> refusals) =>
        endpoint.WithMetadata(new Refusing(refusals));

    /// <summary>Says that one kind of caller alone has something of this.</summary>
    public static T OnlyFor<T>(this T endpoint, string scheme) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new OnlyFor(scheme));
}
