using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FaceAuth.Testing;

/// <summary>A Redis server of a test's own, to be stopped, slowed and started again.</summary>
public sealed class RedisProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-redis-").FullName;
    readonly string[] _options;
    Process? _process;

    RedisProcess(int port, string[] options) => (Port, _options) = (port, options);

    public int Port { get; }

    /// <summary>As Redis:Configuration takes it.</summary>
    public string Configuration => $"127.0.0.1:{Port}";

    /// <summary>Starts one that keeps nothing on disk.</summary>
    /// <param name="options">Of redis-server, "--requirepass secret" and the like.</param>
    public static async Task<RedisProcess> StartAsync(params string[] options)
    {
        Require.Program("redis-server", "redis-server");
        var redis = new RedisProcess(Ports.Free(IPAddress.Loopback), options);
        await redis.StartAgainAsync();
        return redis;
    }

    /// <summary>A port where nobody answers yet; <see cref="StartAgainAsync"/> changes that.</summary>
    public static RedisProcess Absent()
    {
        Require.Program("redis-server", "redis-server");
        return new(Ports.Free(IPAddress.Loopback), []);
    }

    /// <summary>Starts it on the same port, empty, and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("redis-server",
        [
            "--bind", "127.0.0.1", "--port", $"{Port}", "--dir", _folder, "--save", "", "--appendonly", "no", "--loglevel", "warning",
            .. _options,
        ])
        { RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        using var limit = new CancellationTokenSource(Patience);
        while (!await AnswersAsync(limit.Token)) await Task.Delay(20, limit.Token);
    }

    /// <summary>Ends it at once; what it knew is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Keeps its connections open and answers nothing.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Goes on, with what was asked meanwhile first.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>One command as one would type it; returns the first line of the answer.</summary>
    public async Task<string> AskAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync() ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        if (_process!.HasExited) throw new InvalidOperationException($"redis-server ended with {_process.ExitCode}.");
        try
        {
            return (await AskAsync("PING").WaitAsync(cancellation)).Length > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process!.Id}"]);
        kill.WaitForExit();
    }
}
