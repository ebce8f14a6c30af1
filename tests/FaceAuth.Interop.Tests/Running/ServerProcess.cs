using System.Net;
using System.Net.Http.Headers;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests.Running;

/// <summary>The real host as its own process on free ports, with its data in a folder of its own.</summary>
sealed class ServerProcess : IAsyncDisposable
{
    readonly ChildProcess _process;

    ServerProcess(ChildProcess process, string folder, Uri address, string apiKey)
    {
        (_process, Folder, Address, ApiKey) = (process, folder, address, apiKey);
        Http = new HttpClient { BaseAddress = address };
        Http.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
        Http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    public string Folder { get; }

    public Uri Address { get; }

    public string ApiKey { get; }

    /// <summary>Speaks as the relying party.</summary>
    public HttpClient Http { get; }

    public string Log => _process.Output;

    public bool IsRunning => !_process.HasExited;

    public static Task<ServerProcess> StartAsync(params string[] settings) => StartAsync(IPAddress.Loopback, settings);

    /// <summary>Starts it on a port that a client is fixed to.</summary>
    public static Task<ServerProcess> StartAsync(int port, params string[] settings) => StartAsync(IPAddress.Loopback, port, settings);

    /// <summary>Starts it where others than this machine reach it.</summary>
    public static Task<ServerProcess> StartAsync(IPAddress at, params string[] settings) => StartAsync(at, Ports.Free(at), settings);

    static async Task<ServerProcess> StartAsync(IPAddress at, int port, string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("faceauth-server-").FullName;
        var environment = new Dictionary<string, string>
        {
            ["Store__Directory"] = folder,
            ["Media__Port"] = "0",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        };
        foreach (var setting in settings) environment[setting.Split('=', 2)[0]] = setting.Split('=', 2)[1];

        var (code, issued) = await ChildProcess.RunAsync(
            "dotnet", [Repository.Host, "keys", "issue", "interop"], TimeSpan.FromMinutes(1), environment);
        var key = issued.Split(['\n', ' '], StringSplitOptions.TrimEntries)
            .FirstOrDefault(word => word.StartsWith("fa_", StringComparison.Ordinal));
        if (code != 0 || key is null) throw new InvalidOperationException("No API key was issued:\n" + issued);

        var address = new Uri($"http://{at}:{port}");
        environment["ASPNETCORE_CONTENTROOT"] = Path.Combine(Repository.Root, "FaceAuth.Signaling");
        var process = ChildProcess.Start("dotnet", [Repository.Host, "serve", "--urls", address.ToString()], environment);
        var server = new ServerProcess(process, folder, address, key);
        await server.ReadyAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    async Task ReadyAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (_process.HasExited) throw new InvalidOperationException("The server ended at once:\n" + Log);
            try
            {
                using var answer = await Http.GetAsync("/health/ready", limit.Token);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException("The server was not ready within a minute:\n" + Log);
            }

            await Task.Delay(100);
        }
    }
}
