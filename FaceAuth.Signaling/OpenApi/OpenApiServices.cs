using FaceAuth.Signaling.Commands;
using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FaceAuth.Signaling.OpenApi;

/// <summary>What the API's descriptions are made with.</summary>
internal static class OpenApiServices
{
    static readonly string Version = VersionCommand.Version.Split('+')[0];

    /// <summary>The documents, and what fills them.</summary>
    public static IServiceCollection AddApiDocuments(this IServiceCollection services) => services
        .AddOpenApi(ApiDocuments.Current, options => Configure(options, IsCurrent))
        .AddOpenApi(ApiDocuments.Legacy, options => Configure(options, IsLegacy))
        .AddSingleton<ApiDocuments>();

    static void Configure(OpenApiOptions options, Func<string, bool> isMeant)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = operation => operation.RelativePath is { } path && isMeant(path);
        options.CreateSchemaReferenceId = ApiSchemas.NameOf;
        options.AddSchemaTransformer<ApiSchemas>();
        options.AddOperationTransformer<ApiOperations>();
        options.AddDocumentTransformer((document, context, _) =>
        {
            Introduce(document, context.DocumentName);
            return Task.CompletedTask;
        });
    }

    /// <summary>As that system's clients ask for them; without the slash they are served too.</summary>
    static void WriteSlashes(OpenApiDocument document)
    {
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths) paths.Add(path + "/", item);
        document.Paths = paths;
    }

    static bool IsCurrent(string path) =>
        path.StartsWith("v1/", StringComparison.Ordinal) || path.StartsWith(".well-known/", StringComparison.Ordinal);

    static bool IsLegacy(string path) => path.StartsWith("api/", StringComparison.Ordinal) || path == "health";

    static void Introduce(OpenApiDocument document, string name)
    {
        document.Info = new()
        {
            Title = name == ApiDocuments.Current ? "FaceAuth" : "FaceAuth: the reference system's API",
            Version = Version,
            License = new() { Name = "Apache-2.0", Identifier = "Apache-2.0" },
            Description = name == ApiDocuments.Current ? ApiTexts.Current : ApiTexts.Legacy,
        };
        if (name == ApiDocuments.Legacy)
        {
            ApiSchemas.Rename(document);
            WriteSlashes(document);
        }

        document.Servers = [new() { Url = "/", Description = "This server." }];
        if (name == ApiDocuments.Current) ApiCallers.AddTo(document, Schemes.User, Schemes.ApiKey, Schemes.Operator, Schemes.Session);
        else ApiCallers.AddTo(document, Schemes.User, Schemes.ApiKey);
        document.Tags = new HashSet<OpenApiTag>(ApiTexts.Tags
            .Where(tag => document.Paths.Values.Any(path => path.Operations!.Values.Any(one => one.Tags!.Any(own => own.Name == tag.Key))))
            .Select(tag => new OpenApiTag { Name = tag.Key, Description = tag.Value }));
    }
}
