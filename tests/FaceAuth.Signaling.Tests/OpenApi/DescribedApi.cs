using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Json.Schema;

namespace FaceAuth.Signaling.Tests.OpenApi;

/// <summary>A description of the API as it is committed.</summary>
sealed class DescribedApi
{
    static readonly Lazy<DescribedApi> Read = new(() => new("openapi.json"));
    static readonly Lazy<DescribedApi> ReadLegacy = new(() => new("openapi-legacy.json"));

    readonly JsonObject _definitions;
    readonly ConcurrentDictionary<string, JsonSchema> _schemas = new();

    DescribedApi(string file)
    {
        File = file;
        Text = System.IO.File.ReadAllText(Path.Combine(Checkout.Root, "FaceAuth.Signaling", "docs", file));
        Json = JsonNode.Parse(Text)!.AsObject();
        _definitions = JsonNode.Parse(Local(Json["components"]!["schemas"]!))!.AsObject();
    }

    public static DescribedApi Current => Read.Value;

    public static DescribedApi Legacy => ReadLegacy.Value;

    public string File { get; }

    public string Text { get; }

    public JsonObject Json { get; }

    /// <summary>Every operation of both descriptions, such as "GET /v1/consent".</summary>
    public static TheoryData<string> Names => [.. new[] { Current, Legacy }.SelectMany(api => api.All.Select(one => one.Name))];

    public IEnumerable<Operation> All =>
        from path in Json["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        select new Operation(this, method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject());

    public static Operation Find(string name) => Current.All.Concat(Legacy.All).Single(one => one.Name == name);

    /// <summary>What a reference stands for; anything else stands for itself.</summary>
    public JsonObject Resolve(JsonNode node)
    {
        var found = node;
        while (found["$ref"]?.GetValue<string>() is { } reference)
            found = reference[2..].Split('/').Aggregate((JsonNode)Json, (at, name) => at[name]!);
        return found.AsObject();
    }

    /// <summary>What is wrong with a value, by a schema of this description; empty when nothing is.</summary>
    public string FaultOf(JsonNode? value, JsonNode schema)
    {
        var options = new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
        var found = _schemas.GetOrAdd(Local(schema), ReadSchema).Evaluate(value, options);
        return found.IsValid ? "" : string.Join('\n', found.Details.Where(one => one.HasErrors)
            .SelectMany(one => one.Errors!.Select(error => $"{one.InstanceLocation}: {error.Value}")));
    }

    /// <summary>Read once: it holds every definition that there is.</summary>
    JsonSchema ReadSchema(string schema)
    {
        var whole = JsonNode.Parse(schema)!.AsObject();
        whole["$defs"] = _definitions.DeepClone();
        return JsonSchema.FromText(whole.ToJsonString());
    }

    static string Local(JsonNode schema) =>
        schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
}

/// <summary>One operation of a description.</summary>
sealed record Operation(DescribedApi Api, string Method, string Path, JsonObject Json)
{
    public string Name => $"{Method} {Path}";

    /// <summary>The bodies that it takes, by media type.</summary>
    public JsonObject? Bodies => Json["requestBody"]?["content"]?.AsObject();

    /// <summary>What the body is that it takes as JSON; null where it takes none.</summary>
    public JsonObject? BodySchema => Bodies?["application/json"]?["schema"] is { } schema
        ? Api.Resolve(schema["oneOf"]?.AsArray().Single(one => one!["$ref"] is not null) ?? schema) : null;

    /// <summary>Its answers' contents, with their status and media type.</summary>
    public IEnumerable<(string Status, string Type, JsonObject Content)> Answers =>
        from answer in Json["responses"]!.AsObject()
        from content in answer.Value!["content"]?.AsObject() ?? []
        select (answer.Key, content.Key, content.Value!.AsObject());

    /// <summary>Every example beside its schema.</summary>
    public IEnumerable<(string Where, JsonNode? Example, JsonNode Schema)> Examples
    {
        get
        {
            var contents = (Bodies ?? []).Select(body => ($"body {body.Key}", body.Value!.AsObject()))
                .Concat(Answers.Select(answer => ($"{answer.Status} {answer.Type}", answer.Content)));
            foreach (var (where, content) in contents)
            {
                if (content["examples"] is JsonObject several)
                    foreach (var (name, example) in several)
                        yield return ($"{where} {name}", Api.Resolve(example!)["value"], content["schema"]!);
                else yield return (where, content["example"], content["schema"]!);
            }
        }
    }

    /// <summary>What is wrong with an answer, by the description; empty when nothing is.</summary>
    public async Task<string> FaultOfAsync(HttpResponseMessage answer)
    {
        var status = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var text = await answer.Content.ReadAsStringAsync();
        if (Json["responses"]![status] is not { } described) return $"{Name} answers {status}, which is not described: {text}";
        if (described["content"] is not JsonObject contents) return text.Length == 0 ? "" : $"{Name} {status} has a body.";
        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        if (contents[type]?["schema"] is not { } schema) return $"{Name} {status} comes as {type}, which is not described.";
        // any other body is a file, which is described as a text of bytes
        var fault = Api.FaultOf(type.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(text) : JsonValue.Create(text), schema);
        return fault.Length == 0 ? "" : $"{Name} {status}: {fault}\n{text}";
    }
}
