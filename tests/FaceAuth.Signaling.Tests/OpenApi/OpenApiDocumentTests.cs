using System.Net;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace FaceAuth.Signaling.Tests.OpenApi;

/// <summary>The API's descriptions: committed as they are served, complete, valid, and every example true to its schema.</summary>
public sealed class OpenApiDocumentTests
{
    public static TheoryData<string> Operations => DescribedApi.Names;

    [Theory]
    [InlineData("/openapi/v1.json", "openapi.json")]
    [InlineData("/openapi/legacy.json", "openapi-legacy.json")]
    public async Task What_is_served_is_what_is_committed(string path, string file)
    {
        await using var host = new HostApplication();
        using var client = host.CreateClient();

        var served = await client.GetStringAsync(path);

        var committed = new[] { DescribedApi.Current, DescribedApi.Legacy }.Single(api => api.File == file).Text;
        if (served != committed)
            Assert.Fail($"The API is not as docs/{file} describes it. Renew it: eng/openapi\n{FirstOther(committed, served)}");
    }

    [Theory]
    [InlineData("openapi.json")]
    [InlineData("openapi-legacy.json")]
    public void A_reader_finds_nothing_wrong_with_it(string file)
    {
        var text = new[] { DescribedApi.Current, DescribedApi.Legacy }.Single(api => api.File == file).Text;

        var read = OpenApiDocument.Parse(text, "json");

        Assert.Empty(read.Diagnostic!.Errors.Select(error => $"{error.Pointer} {error.Message}"));
        Assert.Empty(read.Diagnostic.Warnings.Select(error => $"{error.Pointer} {error.Message}"));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_has_a_name_words_and_a_tag(string name)
    {
        var operation = DescribedApi.Find(name);

        Assert.True(operation.Json["operationId"] is not null, $"{name}: add .Describe(…) where it is mapped; docs/openapi.md says how.");
        Assert.False(string.IsNullOrEmpty(operation.Json["summary"]?.GetValue<string>()));
        var tag = Assert.Single(operation.Json["tags"]!.AsArray())!.GetValue<string>();
        Assert.Contains(operation.Api.Json["tags"]!.AsArray(), one => one!["name"]!.GetValue<string>() == tag);
        Assert.All(operation.Json["parameters"]?.AsArray() ?? [], parameter => Assert.True(
            parameter!["description"] is not null, $"{name}: the parameter {parameter["name"]} needs a [Field(…)] that says what it is."));
        Assert.Contains(operation.Answers, answer => answer.Status[0] is '4' or '5');
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_body_and_answer_has_an_example_true_to_its_schema(string name)
    {
        var operation = DescribedApi.Find(name);

        Assert.All(operation.Examples, one =>
        {
            Assert.True(one.Example is not null, $"{name}: {one.Where} has no example: add .Takes(…) or .Answers(…) where it is mapped.");
            Assert.Equal("", operation.Api.FaultOf(one.Example, one.Schema));
        });
    }

    [Fact]
    public void Paths_of_the_system_before_end_in_a_slash_as_its_clients_ask_for_them() =>
        Assert.All(DescribedApi.Legacy.All, one => Assert.EndsWith("/", one.Path, StringComparison.Ordinal));

    [Fact]
    public void Operation_ids_are_each_the_only_one()
    {
        var ids = DescribedApi.Current.All.Concat(DescribedApi.Legacy.All).Select(one => one.Json["operationId"]!.GetValue<string>());

        Assert.Empty(ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_field_is_described_and_every_text_that_is_taken_has_a_bound(bool isLegacy)
    {
        var api = isLegacy ? DescribedApi.Legacy : DescribedApi.Current;
        var bodies = api.All.Select(one => one.BodySchema).OfType<JsonObject>()
            .SelectMany(body => Within(api, body).Prepend(body)).Distinct().ToHashSet();

        var wrong =
            from schema in api.Json["components"]!["schemas"]!.AsObject()
            from field in schema.Value!["properties"]?.AsObject() ?? []
            let fault = FaultOf(api, field.Value!.AsObject(), bodies.Contains(schema.Value.AsObject()))
            where fault is not null
            select $"{schema.Key}.{field.Key} {fault}";

        Assert.Empty(wrong);
    }

    /// <summary>Null fields are left out of answers; a client that was generated from the description reads either.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_field_of_an_answer_that_may_be_absent_may_be_null(bool isLegacy)
    {
        var api = isLegacy ? DescribedApi.Legacy : DescribedApi.Current;
        var answered = api.All.SelectMany(one => one.Answers.Where(answer => answer.Status[0] == '2'))
            .Select(answer => api.Resolve(answer.Content["schema"]!))
            .SelectMany(schema => Within(api, schema).Prepend(schema)).Distinct();

        var wrong =
            from schema in answered
            let required = (schema["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>()).ToHashSet()
            from field in schema["properties"]?.AsObject() ?? []
            // any JSON, of which nothing is said, may be null
            where !required.Contains(field.Key) && field.Value!.AsObject().Any(said => said.Key is "type" or "$ref" or "oneOf" or "anyOf")
                && !field.Value!.ToJsonString().Contains("\"null\"", StringComparison.Ordinal)
            select $"{schema["description"]} {field.Key}";

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Where_the_setting_is_off_there_is_neither_description_nor_page()
    {
        await using var host = new HostApplication(("Web:OpenApi", "false"));
        using var client = host.CreateClient();

        foreach (var path in new[] { "/openapi/v1.json", "/openapi/legacy.json", "/scalar/", "/scalar/scalar.js" })
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
        }
    }

    [Fact]
    public async Task Below_a_path_it_names_that_path_as_its_server()
    {
        await using var host = new HostApplication(("Web:PathBase", "/face"));
        using var client = host.CreateClient();

        var served = JsonNode.Parse(await client.GetStringAsync("/face/openapi/v1.json"))!;

        Assert.Equal("/face", served["servers"]![0]!["url"]!.GetValue<string>());
    }

    static IEnumerable<JsonObject> Within(DescribedApi api, JsonObject schema) => (schema["properties"]?.AsObject() ?? [])
        .Select(field => PlainOf(api, field.Value!.AsObject())).Where(one => one["properties"] is not null)
        .SelectMany(one => Within(api, one).Prepend(one));

    static JsonObject PlainOf(DescribedApi api, JsonObject field) => api.Resolve(
        (field["oneOf"] ?? field["anyOf"])?.AsArray().FirstOrDefault(one => one!["$ref"] is not null) ?? field);

    static string? FaultOf(DescribedApi api, JsonObject field, bool isTaken)
    {
        var plain = PlainOf(api, field);
        if (field["description"] is null && plain["description"] is null) return "needs a [Field(…)] that says what it is";
        var isText = plain["type"]?.ToJsonString().Contains("\"string\"", StringComparison.Ordinal) is true;
        return isTaken && isText && plain["maxLength"] is null && plain["enum"] is null && plain["format"] is null
            ? "needs a bound: [Field(…, Most = …)]" : null;
    }

    static string FirstOther(string committed, string served)
    {
        var (old, now) = (committed.Split('\n'), served.Split('\n'));
        var at = Enumerable.Range(0, Math.Min(old.Length, now.Length)).FirstOrDefault(line => old[line] != now[line]);
        return $"line {at + 1}\n- {old[at]}\n+ {now[at]}";
    }
}
