using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FaceAuth.Signaling.OpenApi;

/// <summary>The API's descriptions (OpenAPI 3.1), written once from the endpoints that there are.</summary>
/// <remarks>Safe from many threads. Each is written when it is asked for first, and then kept.</remarks>
internal sealed class ApiDocuments(IServiceProvider services)
{
    /// <summary>The document of everything under /v1, and of the keys that verdicts are checked with.</summary>
    public const string Current = "v1";

    /// <summary>The document of the reference system's paths.</summary>
    public const string Legacy = "legacy";

    /// <summary>Where the path stands that the server is reached below.</summary>
    const string Root = "\"url\": \"/\"";

    readonly Dictionary<string, Lazy<Task<string>>> _written = new[] { Current, Legacy }
        .ToDictionary(name => name, name => new Lazy<Task<string>>(() => WriteAsync(services, name)));

    /// <summary>A document for a server that is reached below a path.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="below">The path; empty for none.</param>
    public async Task<string> ReadAsync(string name, string below = "")
    {
        var text = await _written[name].Value;
        return below.Length == 0 ? text : text.Replace(Root, $"\"url\": {JsonSerializer.Serialize(below)}", StringComparison.Ordinal);
    }

    static async Task<string> WriteAsync(IServiceProvider services, string name)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(name).GetOpenApiDocumentAsync();
        using var text = new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture) { NewLine = "\n" };
        document.SerializeAs(OpenApiSpecVersion.OpenApi3_1, new OpenApiJsonWriter(text));
        return text.ToString() + "\n";
    }
}
