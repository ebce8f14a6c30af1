using System.Text.Json.Nodes;
using FaceAuth.Signaling.Errors;
using Microsoft.OpenApi;

namespace FaceAuth.Signaling.OpenApi;

/// <summary>What an operation refuses, by status: which codes it answers, and each of them shown.</summary>
internal static class ApiProblems
{
    const string SchemaName = "Problem";
    const string MediaType = "application/problem+json";

    /// <summary>The schema that all have, in a document that has refusals.</summary>
    static OpenApiSchema Schema => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Why a request was refused (RFC 9457). Programs compare `code`, which stays as it is.",
        Required = new HashSet<string> { "type", "title", "status", "detail", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("A URN that ends in the code."),
            ["title"] = Text("What it is, a few words."),
            ["status"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Minimum = "400",
                Maximum = "599",
                Description = "The HTTP status.",
            },
            ["detail"] = Text("For people: what is wrong and what to do next."),
            ["code"] = Text("The reason, in snake case."),
        },
    };

    /// <summary>Adds the answers that refuse.</summary>
    public static void Describe(OpenApiOperation operation, IEnumerable<Refusal> refusals, OpenApiDocument document)
    {
        document.Components ??= new();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas.TryAdd(SchemaName, Schema);
        operation.Responses ??= [];
        foreach (var answers in refusals.DistinctBy(refusal => refusal.Code).GroupBy(refusal => refusal.Status).OrderBy(one => one.Key))
            Add(operation.Responses, $"{answers.Key}", ResponseOf([.. answers.OrderBy(one => one.Code, StringComparer.Ordinal)], document));
    }

    static void Add(OpenApiResponses responses, string status, OpenApiResponse refusing)
    {
        if (responses.TryGetValue(status, out var known) && known.Content is { } content) content[MediaType] = refusing.Content![MediaType];
        else responses[status] = refusing;
    }

    static OpenApiResponse ResponseOf(List<Refusal> refusals, OpenApiDocument document) => new()
    {
        Description = string.Join(" or ", refusals.Select(refusal => $"`{refusal.Code}`")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [MediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    AllOf = [new OpenApiSchemaReference(SchemaName, document)],
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["code"] = new OpenApiSchema { Enum = [.. refusals.Select(refusal => (JsonNode)refusal.Code)] },
                    },
                },
                Examples = refusals.ToDictionary(refusal => refusal.Code, IOpenApiExample (refusal) => ExampleOf(refusal, document)),
            },
        },
    };

    static OpenApiExampleReference ExampleOf(Refusal refusal, OpenApiDocument document)
    {
        document.Components!.Examples ??= new Dictionary<string, IOpenApiExample>();
        document.Components.Examples.TryAdd(refusal.Code, new OpenApiExample
        {
            Summary = refusal.Title,
            Value = new JsonObject
            {
                ["type"] = Problems.TypeOf(refusal.Code),
                ["title"] = refusal.Title,
                ["status"] = refusal.Status,
                ["detail"] = refusal.Text,
                ["code"] = refusal.Code,
            },
        });
        return new OpenApiExampleReference(refusal.Code, document);
    }

    static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
