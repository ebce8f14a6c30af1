using System.Text.Json;
using System.Text.Json.Nodes;
using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace FaceAuth.Signaling.OpenApi;

/// <summary>Fills in each operation: its words, its examples, who may call it and what it refuses.</summary>
internal sealed class ApiOperations(IAuthorizationPolicyProvider policies, IOptions<JsonOptions> json) : IOpenApiOperationTransformer
{
    static readonly JsonSerializerOptions SnakeCase = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <inheritdoc/>
    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (Last<OperationText>(metadata) is { } text)
            (operation.OperationId, operation.Summary, operation.Description) = (text.Id, text.Summary, text.Text);
        if (Last<FieldsTaken>(metadata) is { } fields) await TakeFieldsAsync(operation, fields.Type, context, cancellationToken);
        DescribeParameters(operation, context.Description);
        if (Last<IdempotentMark>(metadata) is not null) TakeKey(operation);
        ShowExamples(operation, metadata, context.DocumentName == ApiDocuments.Legacy ? SnakeCase : json.Value.SerializerOptions);
        var policy = await PolicyOfAsync(metadata);
        ApiCallers.Describe(operation, policy, Last<OnlyFor>(metadata)?.Scheme, context.Document!);
        ApiProblems.Describe(operation, RefusalsOf(operation, policy, metadata, context.Description), context.Document!);
    }

    /// <summary>The last of a kind, which wins over a group's.</summary>
    static T? Last<T>(IList<object> metadata) where T : class => metadata.OfType<T>().LastOrDefault();

    async Task<AuthorizationPolicy?> PolicyOfAsync(IList<object> metadata) =>
        metadata.OfType<IAllowAnonymous>().Any() ? null
            : await AuthorizationPolicy.CombineAsync(policies, metadata.OfType<IAuthorizeData>(), metadata.OfType<AuthorizationPolicy>());

    static async Task TakeFieldsAsync(
        OpenApiOperation operation, Type type, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellation);
        context.Document!.AddComponent(type.Name, schema);
        operation.RequestBody = new OpenApiRequestBody
        {
            Content = FieldsTaken.MediaTypes.ToDictionary(
                media => media, _ => new OpenApiMediaType { Schema = new OpenApiSchemaReference(type.Name, context.Document) }),
        };
    }

    static void DescribeParameters(OpenApiOperation operation, ApiDescription description)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            var descriptor = description.ParameterDescriptions.FirstOrDefault(one => one.Name == parameter.Name)?.ParameterDescriptor;
            var field = ApiSchemas.AttributeOf((descriptor as IParameterInfoParameterDescriptor)?.ParameterInfo)
                ?? ApiParameters.Usual(description.RelativePath, parameter.Name!);
            if (field is null) continue;
            parameter.Description = field.Text;
            if (parameter.Schema is OpenApiSchema schema) ApiSchemas.Apply(schema, field);
            if (parameter.Schema is OpenApiSchema inner) inner.Description = null;
        }
    }

    /// <summary>The middleware reads it, so that no handler has it as a parameter.</summary>
    static void TakeKey(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = Idempotency.HeaderName,
            In = ParameterLocation.Header,
            Description = "The same for a request that is sent again, such as a UUID: it is done once, and answered as before.",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MinLength = 1,
                MaxLength = Idempotency.MostKey + 2,   // with its quotation marks
                Pattern = Idempotency.KeyPattern,
            },
        });
    }

    static void ShowExamples(OpenApiOperation operation, IList<object> metadata, JsonSerializerOptions options)
    {
        if (Last<RequestExample>(metadata) is { } request)
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
                content.Example = NodeOf(request.Value, options);
        // what nobody says to answer is a handler that only refuses
        if (operation.Responses is { } responses && responses.TryGetValue("200", out var empty) && empty.Content is not { Count: > 0 })
            responses.Remove("200");
        foreach (var answer in metadata.OfType<AnswerExample>())
            foreach (var content in operation.Responses?[$"{answer.Status}"].Content?.Values ?? [])
                content.Example = NodeOf(answer.Value, options);
    }

    static JsonNode? NodeOf(object value, JsonSerializerOptions options) =>
        JsonSerializer.SerializeToNode(value, value.GetType(), options);

    static IEnumerable<Refusal> RefusalsOf(
        OpenApiOperation operation, AuthorizationPolicy? policy, IList<object> metadata, ApiDescription description)
    {
        foreach (var refusal in metadata.OfType<Refusing>().SelectMany(one => one.Refusals)) yield return refusal;
        foreach (var refusal in ApiCallers.RefusalsOf(policy)) yield return refusal;
        if (Last<RateLimitMark>(metadata) is not null) yield return Refusals.TooManyRequests;
        if (operation.RequestBody is not null)
        {
            yield return Refusals.BadRequest;
            yield return Refusals.TooLarge;
            yield return Refusals.UnsupportedMediaType;
        }

        if (description.ParameterDescriptions.Any(parameter => parameter.Source.Id == "Query")) yield return Refusals.BadRequest;
        yield return Refusals.InternalError;
        yield return StoreRefusals.StoreUnavailable;
        if (description.HttpMethod == HttpMethods.Get) yield break;
        yield return StoreRefusals.StorageFull;
        yield return StoreRefusals.OutcomeUnknown;
    }
}
