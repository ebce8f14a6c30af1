using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaceAuth.Signaling.OpenApi;

namespace FaceAuth.Signaling.Errors;

/// <summary>Says of a request that cannot be read which field or parameter it is, and why.</summary>
/// <remarks>The framework tells it in sentences for programmers, with names of types; only fields' names are taken from them.</remarks>
internal static partial class RequestFaults
{
    const int MostName = 64;

    /// <summary>The last step before the endpoint: what it cannot read ends here.</summary>
    public static IApplicationBuilder UseRequestFaults(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException fault)
        {
            await Problems.WriteAsync(context, Of(fault, context));
        }
    });

    /// <summary>Of what the framework refused without a word: the parameter that cannot be read, where there is one.</summary>
    public static Refusal Of(HttpContext context)
    {
        if (UnreadIn(context) is { } name)
            return Refusals.BadRequest.With($"The parameter {name} cannot be read. Send it as the API describes it, or leave it out.");
        return TakesBody(context.Request.Method) ? Refusals.BadRequest
            : Refusals.BadRequest.With("The request could not be read. Send the parameters that the API describes.");
    }

    static Refusal Of(BadHttpRequestException fault, HttpContext context) => fault switch
    {
        _ when UnknownIn(context) is { } unknown => unknown,
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => Refusals.TooLarge,
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Refusals.UnsupportedMediaType,
        { InnerException: JsonException json } => Refusals.BadRequest.With(WordsFor(json)),
        _ when TakesBody(context.Request.Method) && UnreadIn(context) is null =>
            Refusals.BadRequest.With("There is no body. Send JSON with the fields that the API describes."),
        _ => Of(context),
    };

    /// <summary>What the endpoint says of an id that nothing has, where the path holds one that is none; null for no such path.</summary>
    static Refusal? UnknownIn(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata && metadata.GetMetadata<MethodInfo>()?.GetParameters().Any(parameter =>
            context.Request.RouteValues.TryGetValue(parameter.Name!, out var given) && !IsRead(parameter.ParameterType, $"{given}")) == true
            ? metadata.GetOrderedMetadata<Refusing>().SelectMany(one => one.Refusals)
                .FirstOrDefault(one => one.Status == StatusCodes.Status404NotFound) ?? Refusals.NotFound
            : null;

    /// <summary>The framework says nothing of one that may be left out.</summary>
    static string? UnreadIn(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>()?.GetParameters().FirstOrDefault(parameter =>
            context.Request.Query.TryGetValue(parameter.Name!, out var given) && !IsRead(parameter.ParameterType, given.ToString()))?.Name;

    static bool IsRead(Type type, string text) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var number when number == typeof(int) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        var number when number == typeof(long) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        var time when time == typeof(DateTimeOffset) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        var day when day == typeof(DateOnly) => DateOnly.TryParse(text, CultureInfo.InvariantCulture, out _),
        var id when id == typeof(Guid) => Guid.TryParse(text, out _),
        var choice when choice == typeof(bool) => bool.TryParse(text, out _),
        _ => true,
    };

    static string WordsFor(JsonException fault)
    {
        if (Unknown().Match(fault.Message) is { Success: true } unknown)
            return $"The API knows no field {FieldOf(fault.Path, unknown.Groups["name"].Value)}. Leave it out, or mend its name.";
        if (Doubled().Match(fault.Message) is { Success: true } doubled)
            return $"The field {FieldOf(fault.Path, doubled.Groups["name"].Value)} comes twice. Send it once.";
        // the reader's own: the text is broken, and what it might have said does not matter
        if (fault.InnerException is JsonException || fault.GetType() != typeof(JsonException))
            return "The body is no JSON, or nested too deep. Mend it at "
                + $"line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.";
        return FieldOf(fault.Path, "") is { Length: > 0 } field
            ? $"The field {field} has a value of another type than the API describes. Send that type."
            : "The body is JSON of another type than the API describes. Send an object.";
    }

    /// <summary>A field as "consent.version", by the names that were sent; the path may end in it already, in other letters.</summary>
    static string FieldOf(string? path, string name)
    {
        var names = Step().Matches(path is null or "$" ? "" : path[1..]).Select(step => step.Groups["name"].Value).ToList();
        if (name.Length > 0 && !(names.Count > 0 && names[^1].Equals(name, StringComparison.OrdinalIgnoreCase))) names.Add(name);
        return Short(string.Join('.', names));
    }

    static bool TakesBody(string method) => HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method);

    static string Short(string name) => name.Length <= MostName ? name : $"{name[..MostName]}…";

    // as System.Text.Json writes a path: $.consent['a name'].list[0]
    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\['(?<name>.*?)'\](?=[.\[]|$)|\[(?<name>\d+)\]", RegexOptions.Singleline)]
    private static partial Regex Step();

    // as System.Text.Json says it; a test holds each
    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped", RegexOptions.Singleline)]
    private static partial Regex Unknown();

    [GeneratedRegex("^Duplicate property '(?<name>.*)' encountered", RegexOptions.Singleline)]
    private static partial Regex Doubled();
}
