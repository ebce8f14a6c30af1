using System.Diagnostics;
using System.Net;
using FaceAuth.Testing;
using Npgsql;

namespace FaceAuth.Store.Tests;

/// <summary>A PostgreSQL server that a test starts, stops and starts again itself; it asks for a password.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    public const string Password = "correct;horse battery-staple";

    readonly string _folder = Path.Combine(Path.GetTempPath(), "faceauth-postgres-" + Guid.NewGuid().ToString("N"));
    readonly string _programs = Programs();
    readonly int _port = Ports.Free(IPAddress.Loopback);
    Process? _server;

    OwnPostgres()
    {
    }

    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>As a connection string names it, alone or among others.</summary>
    public string Host => $"127.0.0.1:{_port}";

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=postgres;Password=\"{Password}\"";

    public static async Task<OwnPostgres> StartAsync()
    {
        var server = new OwnPostgres();
        Directory.CreateDirectory(server._folder);
        var secret = Path.Combine(server._folder, "secret");
        await File.WriteAllTextAsync(secret, Password);
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "-R", "postgres", server._folder);
        await RunAsync(server.AsPostgres(
            "initdb", "-D", server.DataFolder, "-A", "scram-sha-256", "-U", "postgres", "--pwfile", secret, "--no-sync",
            "--locale=C.UTF-8"));
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Copies a server that runs and follows it (streaming replication) until it is promoted.</summary>
    public static async Task<OwnPostgres> StartStandbyAsync(OwnPostgres primary)
    {
        var server = new OwnPostgres();
        Directory.CreateDirectory(server._folder);
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "-R", "postgres", server._folder);
        await RunAsync(server.AsPostgres(
            "pg_basebackup", "-D", server.DataFolder, "-R", "--checkpoint=fast", "--no-sync",
            "-d", $"host=127.0.0.1 port={primary._port} user=postgres password='{Password}'"));
        await server.StartAgainAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        var command = AsPostgres(
            "postgres", "-D", DataFolder, "-k", _folder, "-h", "127.0.0.1", "-p", $"{_port}", "-c", "fsync=off", "-c", "autovacuum=off");
        _server = Process.Start(Quiet(command))!;
        _server.OutputDataReceived += (_, _) => { };
        _server.ErrorDataReceived += (_, _) => { };
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        for (var tries = 0; ; tries++)
        {
            try
            {
                await RunAsync("postgres", "SELECT 1");
                return;
            }
            catch (NpgsqlException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>INT ends it as an operator does; QUIT and KILL as a crash does, leaving it to recover.</summary>
    public async Task StopAsync(string signal = "INT")
    {
        await RunAsync("kill", "-" + signal, $"{_server!.Id}");
        await _server.WaitForExitAsync();
        _server.Dispose();
        _server = null;
    }

    public async Task<object?> RunAsync(string database, string sql)
    {
        await using var own = new NpgsqlConnection($"{ConnectionString};Database={database};Pooling=false");
        await own.OpenAsync();
#pragma warning disable CA2100 // the tests' own statements
        await using var command = new NpgsqlCommand(sql, own);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs a program to its end; what it says is the exception's when it fails.</summary>
    public static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(Quiet(command))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command[0]} failed: {await output}{await error}");
    }

    // it refuses to run as root
    string[] AsPostgres(string program, params string[] arguments) =>
    [
        .. Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : (string[])[],
        Path.Combine(_programs, program), .. arguments,
    ];

    static ProcessStartInfo Quiet(string[] command) => new(command[0], command[1..])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetTempPath(),
    };

    static string Programs()
    {
        Require.Postgres();
        const string Versions = "/usr/lib/postgresql";
        var newest = Directory.Exists(Versions)
            ? Directory.GetDirectories(Versions).OrderBy(version => version.Length).ThenBy(version => version).LastOrDefault() : null;
        return newest is not null ? Path.Combine(newest, "bin")
            : throw SharedFiles.CannotRun($"There is no PostgreSQL server in {Versions}; eng/setup installs it.");
    }
}
