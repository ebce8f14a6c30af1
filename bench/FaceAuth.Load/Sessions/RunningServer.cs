using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FaceAuth.Load.Measuring;

namespace FaceAuth.Load.Sessions;

/// <summary>A whole server of the run's own, <c>faceauth serve</c>, with its data in a folder that goes with it.</summary>
internal sealed partial class RunningServer : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // one machine plays all people: what bounds an address or a party is not what is measured
    static readonly string[] OneAddress =
    [
        "--RateLimits:SessionsPerAddress", "1000000", "--RateLimits:SessionsPerRelyingParty", "1000000",
        "--RateLimits:ConnectionsPerAddress", "1000000", "--Signaling:MaxSessionsPerAddress", "100000",
        "--Signaling:MaxSessionsPerRelyingParty", "100000", "--Signaling:MaxHalfOpenPerAddress", "100000",
        "--Signaling:MaxHalfOpenPerOwner", "100000", "--Connections:MostPerAddress", "1000000",
    ];

    readonly Process _process;
    readonly DirectoryInfo _folder;

    RunningServer(Process process, DirectoryInfo folder, Uri address, string apiKey, TimeProvider clock)
    {
        (_process, _folder, Address, ApiKey) = (process, folder, address, apiKey);
        Probe = new ServerProbe(process.Id, clock);
    }

    /// <summary>Where it listens, on loopback.</summary>
    public Uri Address { get; }

    /// <summary>A relying party's key.</summary>
    public string ApiKey { get; }

    /// <summary>Reads what its process uses.</summary>
    public ServerProbe Probe { get; }

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <exception cref="LoadException">It does not start.</exception>
    public static async Task<RunningServer> StartAsync(SessionsSettings settings, TimeProvider clock, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("faceauth-load-");
        Process? process = null;
        try
        {
            string[] own = ["--Store:Directory", Path.Combine(folder.FullName, "store"), .. settings.ServerSettings];
            var key = await IssueAsync(own, cancellation);
            var address = new Uri($"http://127.0.0.1:{FreePort()}");
            string[] hold = settings.Processors.Server is { } processors ? ["taskset", "-c", processors.ToString()] : [];
            string[] line = [.. hold, .. Program(), "serve", "--urls", address.ToString(), "--Media:Port", "0", .. OneAddress, .. own];
            var log = Path.Combine(folder.FullName, "log");
            process = Start(line, log);
            await ReadyAsync(process, address, log, clock, cancellation);
            return new RunningServer(process, folder, address, key, clock);
        }
        catch
        {
            process?.Kill(entireProcessTree: true);
            process?.Dispose();
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _ = Kill(_process.Id, SigTerm);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>The server's program lies beside this one.</summary>
    static string[] Program()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "faceauth.dll");
        return File.Exists(program) ? ["dotnet", program]
            : throw new LoadException($"There is no server at {program}. Build bench/FaceAuth.Tools, or name a server with --server.");
    }

    static async Task<string> IssueAsync(string[] settings, CancellationToken cancellation)
    {
        string[] line = [.. Program(), "keys", "issue", "load", .. settings];
        using var issue = Run(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true });
        var noted = issue.StandardError.ReadToEndAsync(cancellation);
        var said = await issue.StandardOutput.ReadToEndAsync(cancellation);
        await issue.WaitForExitAsync(cancellation);
        var words = said.Split([' ', '\n'], StringSplitOptions.TrimEntries);
        return words.FirstOrDefault(word => word.StartsWith("fa_", StringComparison.Ordinal))
            ?? throw new LoadException($"The server issues no API key. It said:\n{await noted}");
    }

    static Process Start(string[] line, string log)
    {
        // its log would hold the pipe up while nobody reads
        var command = "exec \"$@\" > \"$0\" 2>&1";
        return Run(new ProcessStartInfo("sh", ["-c", command, log, .. line]));
    }

    static Process Run(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new LoadException($"{start.FileName} cannot be run: {e.Message}", e);
        }
    }

    static async Task ReadyAsync(Process process, Uri address, string log, TimeProvider clock, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = address };
        for (var begun = clock.GetTimestamp(); clock.GetElapsedTime(begun) < Patience; await Task.Delay(100, cancellation))
        {
            if (process.HasExited) break;
            try
            {
                using var answer = await http.GetAsync("/health/ready", cancellation);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
        }

        var said = File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(5)) : "";
        throw new LoadException($"The server did not become ready within {Patience.TotalSeconds:0} s. It said:\n{said}");
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    const int SigTerm = 15;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
