using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FaceAuth.Signaling.Tests.Commands;
using FaceAuth.Testing;
using Microsoft.AspNetCore.SignalR.Client;

namespace FaceAuth.Signaling.Tests.Hosting;

/// <summary>The real server as its own process, on free ports and on the repository's own models, as its relying party sees it.</summary>
sealed class RunningServer : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Process _process;
    readonly StringBuilder _log = new();

    RunningServer(Process process, Uri address, string folder)
    {
        (_process, Folder) = (process, folder);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Http = new() { BaseAddress = address };
    }

    public string Folder { get; }

    public HttpClient Http { get; }

    /// <summary>What it printed so far.</summary>
    public string Log
    {
        get { lock (_log) return _log.ToString(); }
    }

    /// <summary>Starts it with settings written "Section:Name=value" and variables written "NAME=value".</summary>
    public static Task<RunningServer> StartAsync(params string[] settings) => StartAtAsync(address => address, settings);

    /// <summary>As <see cref="StartAsync"/>, at its own address and others; where none is given, by the variable for it.</summary>
    public static async Task<RunningServer> StartAtAsync(Func<string, string> urls, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("faceauth-running-").FullName;
        var (code, key, error) = await CommandHere.RunAsync("keys", "issue", "shop", "--Store:Directory", folder);
        Assert.True(code == 0, error);
        var address = new Uri($"http://127.0.0.1:{Ports.Free(IPAddress.Loopback)}");
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "faceauth.dll"), "serve", "--Media:Port", "0", "--Store:Directory", folder,
            .. urls($"{address}") is { Length: > 0 } at ? (string[])["--urls", at] : [],
            .. settings.Where(IsSetting).Select(one => $"--{one}"),
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove("FACEAUTH_MODELS");
        start.Environment["ASPNETCORE_URLS"] = $"{address}";
        foreach (var one in settings.Where(one => !IsSetting(one)))
            start.Environment[one.Split('=', 2)[0]] = one.Split('=', 2)[1];
        var server = new RunningServer(Process.Start(start)!, address, folder);
        server.Http.DefaultRequestHeaders.Add("X-Api-Key", key.Trim());
        await server.ReadyAsync();
        return server;
    }

    /// <summary>Status of <c>/health/ready</c>, and what it says.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Report)> HealthAsync()
    {
        using var answer = await Http.GetAsync("/health/ready");
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>A session that is offered by a browser that sends nothing, and cancelled; returns its id and its token.</summary>
    public async Task<(string Id, string Token)> OfferAndCancelAsync(string subject)
    {
        var session = await Http.CreateSessionAsync(new { purpose = "enroll", subject });
        var (id, token) = (session.GetProperty("id").GetString()!, session.GetProperty("token").GetString()!);
        await using var hub = new HubConnectionBuilder().WithUrl(
            new Uri(Http.BaseAddress!, session.GetProperty("hub").GetString()!),
            options => options.AccessTokenProvider = () => Task.FromResult<string?>(token)).Build();
        await hub.StartAsync();
        await hub.InvokeAsync<JsonElement>("Offer", new { sdp = Vectors.Text("sdp/chromium-156-video.sdp") });
        (await Http.DeleteAsync($"/v1/sessions/{id}")).Dispose();
        return (id, token);
    }

    /// <summary>Sends a signal, such as TERM.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end; returns the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    async Task ReadyAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            if (_process.HasExited) throw new InvalidOperationException("The server ended at once:\n" + Log);
            try
            {
                using var answer = await Http.GetAsync("/health/ready", limit.Token);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException("The server was not ready in time:\n" + Log);
            }

            await Task.Delay(50);
        }
    }

    static bool IsSetting(string one) => one.Split('=')[0].Contains(':', StringComparison.Ordinal);

    void Keep(string? line)
    {
        lock (_log) _log.AppendLine(line);
    }
}
