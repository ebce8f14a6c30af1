using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using FaceAuth.Signaling.Telemetry;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging;

namespace FaceAuth.Signaling.Tests.Telemetry;

[SuppressMessage("Performance", "CA1873", Justification = "What is logged here is logged.")]
public sealed class LogSetupTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-log-").FullName;
    readonly StringWriter _console = new();

    [Fact]
    public void Text_is_one_line_an_event_whatever_is_in_a_value()
    {
        Log(new(), log => log.LogWarning("Somebody is called {Name}.", "ada\n2026-01-01 crit Forged"));

        Assert.EndsWith(
            "warn FaceAuth.Test: Somebody is called ada 2026-01-01 crit Forged.",
            Assert.Single(_console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_line_of_a_sessions_work_has_its_id_and_nothing_else_of_the_scopes()
    {
        var id = Guid.NewGuid();

        Log(new() { Format = LogFormat.Json }, log =>
        {
            using var request = log.BeginScope(
                new Dictionary<string, object> { ["RequestPath"] = "/v1/subjects/ada", ["RequestId"] = "7" });
            using var session = SignalingLog.Of(log, id);
            log.LogInformation("Something of {Kind} happened.", "use");
        });

        var said = JsonDocument.Parse(_console.ToString()).RootElement;
        Assert.Equal(id, said.GetProperty("SessionId").GetGuid());
        Assert.Equal("use", said.GetProperty("Kind").GetString());
        Assert.DoesNotContain("ada", _console.ToString(), StringComparison.Ordinal);
        Assert.False(said.TryGetProperty("RequestId", out _));
    }

    [Fact]
    public void A_line_names_the_session_once()
    {
        var id = Guid.NewGuid();

        Log(new(), log =>
        {
            using var session = SignalingLog.Of(log, id);
            log.LogInformation("Session {SessionId} ended.", id);
            log.LogInformation("The result was sent.");
        });

        var lines = _console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith($"Session {id} ended.", lines[0], StringComparison.Ordinal);
        Assert.EndsWith($"The result was sent. (session {id})", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_their_owner_s_and_at_most_the_group_s_to_read()
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (OperatingSystem.IsWindows()) return;   // which has no such modes
        var options = new LogOptions { File = Path.Combine(_folder, "faceauth.log") };

        Log(options, log => log.LogInformation("First."));
        var file = Assert.Single(Directory.GetFiles(_folder));
        var made = File.GetUnixFileMode(file);
        File.SetUnixFileMode(file, Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Log(options, log => log.LogInformation("Second."));

        Assert.Equal((Owner, Owner | UnixFileMode.GroupRead), (made, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void Files_begin_anew_when_they_are_full_and_the_oldest_go()
    {
        var options = new LogOptions { File = Path.Combine(_folder, "faceauth.log"), MaxFileMiB = 1, KeepFiles = 2 };

        Log(options, log =>
        {
            for (var i = 0; i < 5 * 1024; i++) log.LogInformation("{Number} {Text}", i, new string('x', 1024));
        });

        var files = Directory.GetFiles(_folder);
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 1.1 * 1024 * 1024));
        Assert.Contains(files, file => File.ReadAllText(file).Contains(" 5119 x", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/proc/nowhere/faceauth.log", "Log:File /proc/nowhere/faceauth.log cannot be written")]
    [InlineData("/tmp/", "must name a file")]
    public void A_file_that_cannot_be_written_is_named(string file, string said)
    {
        var result = new LogOptionsValidator().Validate(null, new() { File = file });

        Assert.Contains(said, result.FailureMessage, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _console.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    void Log(LogOptions options, Action<ILogger> work)
    {
        using var provider = new SerilogLoggerProvider(LogSetup.Create(options, _console), dispose: true);
        using var factory = new LoggerFactory([provider]);
        work(factory.CreateLogger("FaceAuth.Test"));
    }
}
