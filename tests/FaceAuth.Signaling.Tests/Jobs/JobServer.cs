using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Jobs;

/// <summary>The real server as its own process, which can be killed, seen as its operator.</summary>
sealed class JobServer : IAsyncDisposable
{
    const string Key = "fedcba9876543210fedcba9876543210";

    readonly Process _process;
    readonly StringBuilder _log = new();

    JobServer(Process process, int port)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Http = new() { BaseAddress = new($"http://127.0.0.1:{port}") };
        Http.DefaultRequestHeaders.Add("X-Operator-Key", Key);
    }

    public HttpClient Http { get; }

    public int Id => _process.Id;

    public static async Task<JobServer> StartAsync(params string[] settings)
    {
        var port = Ports.Free(System.Net.IPAddress.Loopback);
        var start = new ProcessStartInfo("dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "faceauth.dll"), "serve", "--urls", $"http://127.0.0.1:{port}",
                "--Media:Port", "0", "--Operator:Key", Key, .. settings,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove("FACEAUTH_MODELS");
        var server = new JobServer(Process.Start(start)!, port);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            if (server._process.HasExited) throw new InvalidOperationException("The server ended at once:\n" + server._log);
            try
            {
                using var answer = await server.Http.GetAsync("/health/live", limit.Token);
                if (answer.IsSuccessStatusCode) return server;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }

            await Task.Delay(100, limit.Token);
        }
    }

    public async Task<long> AskAsync(string job, object parameters)
    {
        using var asked = await Http.PostAsJsonAsync($"/v1/jobs/{job}/runs", new { parameters });
        Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync() + _log);
        return (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    public async Task<List<JsonElement>> RunsAsync(string job) =>
        [.. (await Http.JsonAsync($"/v1/jobs/{job}/runs")).GetProperty("runs").EnumerateArray()];

    /// <summary>Waits until the newest run of a job is so.</summary>
    public async Task<JsonElement> UntilAsync(string job, Func<JsonElement, bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            if ((await RunsAsync(job)).FirstOrDefault() is { ValueKind: JsonValueKind.Object } run && isSo(run)) return run;
            if (limit.IsCancellationRequested)
                Assert.Fail(string.Join('\n', (await RunsAsync(job)).Select(run => run.GetRawText())) + "\n" + _log);
            await Task.Delay(200);
        }
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    void Keep(string? line)
    {
        lock (_log) _log.AppendLine(line);
    }
}
