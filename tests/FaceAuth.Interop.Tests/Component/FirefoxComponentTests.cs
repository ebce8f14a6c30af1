using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Interop.Tests.Component;

/// <summary>The component on a page of another origin, in a real Firefox: a strict policy, and the server is somewhere else.</summary>
public sealed class FirefoxComponentTests(ITestOutputHelper output)
{
    const string Executable = "/usr/bin/firefox-esr";

    /// <summary>What a relying party's page may well have: no style and no script of its own within.</summary>
    const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ";

    const string Html = "<!doctype html><title>a shop</title><script type=module src=start.js></script>";

    [Fact]
    public async Task A_page_of_another_origin_runs_a_session_in_Firefox()
    {
        Assert.SkipUnless(File.Exists(Executable), "firefox-esr is not installed.");
        var port = Ports.Free(System.Net.IPAddress.Loopback);
        await using var server = await ServerProcess.StartAsync("Models__Pack=starter", $"Web__CorsOrigins__0=http://localhost:{port}");
        var session = await server.CreateAsync("enroll", "firefox");
        var heard = Channel.CreateUnbounded<JsonElement>();
        await using var shop = await ServeAsync(port, server.Address, session, heard.Writer);
        var home = Directory.CreateTempSubdirectory("faceauth-firefox-").FullName;
        using var firefox = Open(home, $"http://localhost:{port}/");
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            var seen = new List<(string Name, JsonElement Detail)>();
            await foreach (var message in heard.Reader.ReadAllAsync(limit.Token))
            {
                output.WriteLine(message.ToString());
                seen.Add((message.GetProperty("name").GetString()!, message.GetProperty("detail")));
                if (seen[^1].Name is "result" or "error") break;
            }

            // Firefox's fake camera shows no face
            var guidance = seen.First(one => one.Name == "guidance").Detail;
            Assert.Equal("no_face", guidance.GetProperty("code").GetString());
            Assert.Equal("result", seen[^1].Name);
            Assert.False(seen[^1].Detail.GetProperty("accepted").GetBoolean());
            Assert.Contains("no_face", seen[^1].Detail.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));
            Assert.Equal("rejected", seen.Last(one => one.Name == "view").Detail.GetProperty("state").GetString());
        }
        finally
        {
            firefox.Kill(entireProcessTree: true);
            firefox.WaitForExit();
            Directory.Delete(home, recursive: true);
        }
    }

    static async Task<WebApplication> ServeAsync(int port, Uri server, CreatedSession session, ChannelWriter<JsonElement> heard)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var shop = builder.Build();
        shop.Urls.Add($"http://localhost:{port}");
        var socket = $"{server} {server.ToString().Replace("http", "ws", StringComparison.Ordinal)}";
        shop.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy + socket;
            return next(context);
        });
        shop.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(ComponentPackages.Built),
            RequestPath = "/lib",
            ContentTypeProvider = new FileExtensionContentTypeProvider(),
        });
        shop.MapGet("/", () => Results.Content(Html, "text/html"));
        shop.MapGet("/start.js", () => Results.Content(
            $$"""
            import "./lib/face-auth.js";
            const face = document.createElement("face-auth");
            let last = Promise.resolve();   // one after the other, as they happened
            for (const name of ["guidance", "result", "error", "view"]) {
              face.addEventListener(name, ({ detail }) => {
                const body = JSON.stringify({ name, detail });
                last = last.then(() => fetch("/said", { method: "POST", body }));
              });
            }
            face.setAttribute("endpoint", "{{server}}");
            face.setAttribute("session-token", "{{session.Token}}");
            document.body.append(face);
            face.start();
            """, "text/javascript"));
        shop.MapPost("/said", async (HttpContext context) =>
            await heard.WriteAsync((await JsonDocument.ParseAsync(context.Request.Body)).RootElement));
        await shop.StartAsync();
        return shop;
    }

    static Process Open(string home, string address)
    {
        File.WriteAllText(Path.Combine(home, "user.js"), """
            user_pref("media.navigator.streams.fake", true);
            user_pref("media.navigator.permission.disabled", true);
            user_pref("browser.shell.checkDefaultBrowser", false);
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            """);
        var start = new ProcessStartInfo(Executable, ["--headless", "--no-remote", "--profile", home, address])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = home;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
