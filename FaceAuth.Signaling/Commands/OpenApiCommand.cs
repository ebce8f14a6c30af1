using System.CommandLine;
using FaceAuth.Signaling.OpenApi;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth openapi</c>: writes the API's description.</summary>
internal static class OpenApiCommand
{
    /// <summary>The verb.</summary>
    /// <param name="build">Builds the server, which is not started: it opens no port and no store.</param>
    public static Command Create(Func<string[], WebApplication> build)
    {
        var legacy = new Option<bool>("--legacy") { Description = "Describes the reference system's paths." };
        var command = new Command("openapi", "Writes the API's description (OpenAPI 3.1).") { legacy };
        command.SetAction(async (parsed, _) =>
        {
            await using var app = build([]);
            app.UseEndpoints(_ => { });   // else the endpoints are known only once it runs
            var documents = app.Services.GetRequiredService<ApiDocuments>();
            var name = parsed.GetValue(legacy) ? ApiDocuments.Legacy : ApiDocuments.Current;
            await parsed.InvocationConfiguration.Output.WriteAsync(await documents.ReadAsync(name));
        });
        return command;
    }
}
