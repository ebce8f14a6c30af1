using System.Text.RegularExpressions;
using FaceAuth.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary><c>faceauth models</c> as its own process, downloads from a web server on this machine.</summary>
public sealed class ModelsCommandTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_pack_is_pulled_from_a_mirror_checked_and_listed()
    {
        await using var mirror = await MirrorAsync();

        var pulled = await CommandProcess.RunAsync("models", "pull", "--mirror", mirror.Urls.Single(), "--to", _folder);
        var again = await CommandProcess.RunAsync("models", "pull", "--Models:Directory", _folder);
        var verified = await CommandProcess.RunAsync("models", "verify", "--Models:Directory", _folder);
        var listed = await CommandProcess.RunAsync("models", "list", "--Models:Directory", _folder);

        Assert.Equal(0, pulled.Code);
        Assert.Contains("permissive is complete", pulled.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', pulled.Error);   // no bar in a log
        Assert.Contains("nothing to download", again.Output, StringComparison.Ordinal);
        Assert.Equal(0, verified.Code);
        Assert.Contains("files of permissive are right", verified.Output, StringComparison.Ordinal);
        Assert.Contains("faceauth models pull insightface", listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mirror_that_has_another_model_of_a_role_is_taken_at_that()
    {
        await using var mirror = await MirrorAsync(without: "/face_landmarks_478_fp32.onnx");

        var pulled = await CommandProcess.RunAsync("models", "pull", "permissive", "--mirror", mirror.Urls.Single(), "--to", _folder);
        var verified = await CommandProcess.RunAsync("models", "verify", "permissive", "--Models:Directory", _folder);

        Assert.Equal((0, 0), (pulled.Code, verified.Code));
        Assert.Contains("face_landmarks_478_fp16.onnx", pulled.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be fetched", pulled.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spoilt_file_is_named_and_replaced()
    {
        await using var mirror = await MirrorAsync();
        await CommandProcess.RunAsync("models", "pull", "--mirror", mirror.Urls.Single(), "--to", _folder);
        var spoilt = Directory.GetFiles(_folder).Order(StringComparer.Ordinal).First();
        await File.WriteAllTextAsync(spoilt, "not a model", TestContext.Current.CancellationToken);

        var wrong = await CommandProcess.RunAsync("models", "verify", "--Models:Directory", _folder);
        var mended = await CommandProcess.RunAsync("models", "pull", "--mirror", mirror.Urls.Single(), "--Models:Directory", _folder);
        var right = await CommandProcess.RunAsync("models", "verify", "--Models:Directory", _folder);

        Assert.Equal(1, wrong.Code);
        Assert.Contains($"WRONG    Model file {spoilt}", wrong.Output, StringComparison.Ordinal);
        Assert.Equal(0, mended.Code);
        Assert.Equal(0, right.Code);
    }

    [Fact]
    public async Task A_licence_that_restricts_use_is_shown_and_must_be_accepted()
    {
        var (code, _, error) = await CommandProcess.RunAsync("models", "pull", "insightface", "--to", _folder);

        Assert.Equal(1, code);
        Assert.Contains("Non-commercial research only", error, StringComparison.Ordinal);
        Assert.Contains("--accept-licence", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("pull", "nothing", "There is no model pack \"nothing\"")]
    [InlineData("verify", "nothing", "There is no model pack \"nothing\"")]
    public async Task An_unknown_pack_is_refused_with_the_known_ones(string verb, string pack, string said)
    {
        var (code, _, error) = await CommandProcess.RunAsync("models", verb, pack);

        Assert.Equal(1, code);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Contains("permissive", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_models_are_named_with_the_command_that_gets_them()
    {
        var (code, output, _) = await CommandProcess.RunAsync("models", "verify", "--Models:Directory", _folder);

        Assert.Equal(1, code);
        Assert.Contains("faceauth models pull permissive", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_no_server_has_as_a_file_is_not_promised()
    {
        var (_, output, _) = await CommandProcess.RunAsync("models", "list", "--Models:Directory", _folder);

        Assert.Contains("Get it: faceauth models pull permissive", output, StringComparison.Ordinal);
        Assert.Contains("Get what is published of it: faceauth models pull buffalo_l", output, StringComparison.Ordinal);
        Assert.Contains("det_10g is not published as a file", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_is_stopped_says_that_it_goes_on_later()
    {
        var started = new TaskCompletionSource();
        await using var mirror = await ServeAsync(app => app.Run(async context =>
        {
            context.Response.ContentLength = 322_906;   // what the manifest says of the first file
            await context.Response.Body.WriteAsync(new byte[1000], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }));

        var (code, _, error) = await CommandProcess.RunAsync(
            started.Task, "models", "pull", "permissive", "--mirror", mirror.Urls.Single(), "--Models:Directory", _folder);

        Assert.Equal(1, code);
        Assert.Contains("Stopped. What came in is kept", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_without_a_network_is_told_so_once_and_not_for_every_file()
    {
        var manifest = Path.Combine(_folder, "manifest.json");
        var cancellation = TestContext.Current.CancellationToken;
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "models", "manifest.json"), cancellation);
        await File.WriteAllTextAsync(manifest, Regex.Replace(text, "\"url\": \"[^\"]*\"", "\"url\": null"), cancellation);

        var (code, output, error) = await CommandProcess.RunAsync(
            "models", "pull", "permissive", "--mirror", "http://127.0.0.1:1", "--Models:Directory", _folder,
            "--Models:Manifest", manifest, "--Models:Download:Attempts", "1");

        Assert.Equal(1, code);
        Assert.Equal(1, Regex.Count(error, "could not be fetched"));
        Assert.Contains("No server was reached", error, StringComparison.Ordinal);
        Assert.Contains("of permissive could not be had", output, StringComparison.Ordinal);
    }

    static Task<WebApplication> MirrorAsync(string? without = null) => ServeAsync(mirror =>
    {
        if (without is not null)
        {
            mirror.Use(async (context, next) =>
            {
                if (context.Request.Path == without) context.Response.StatusCode = StatusCodes.Status404NotFound;
                else await next(context);
            });
        }

        mirror.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(SharedFiles.RequireModels()),
            ServeUnknownFileTypes = true,
        });
    });

    static async Task<WebApplication> ServeAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var mirror = builder.Build();
        map(mirror);
        await mirror.StartAsync(TestContext.Current.CancellationToken);
        return mirror;
    }
}
