namespace FaceAuth.Signaling.Hosting;

/// <summary>Sends files that every visitor gets the same compressed, and nothing else.</summary>
/// <remarks>
/// What holds a secret beside what a caller sent would betray it by its length (BREACH, https://www.breachattack.com/), so no page and no
/// answer of the API is compressed: only what lies in these folders.
/// </remarks>
internal static class PackedFiles
{
    static readonly string[] Folders = ["/_content", "/_framework", "/component", "/console", "/css", "/js"];

    public static IServiceCollection AddPackedFiles(this IServiceCollection services) => services.AddResponseCompression(packing =>
    {
        packing.EnableForHttps = true;
        packing.MimeTypes = ["text/css", "text/javascript", "text/plain", "application/json"];
    });

    /// <summary>Before the files.</summary>
    public static void UsePackedFiles(this IApplicationBuilder app) =>
        app.UseWhen(context => IsFile(context.Request.Path), files => files.UseResponseCompression());

    static bool IsFile(PathString path) => Array.Exists(Folders, folder => path.StartsWithSegments(folder));
}
