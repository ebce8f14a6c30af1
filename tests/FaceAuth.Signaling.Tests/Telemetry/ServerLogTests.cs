using System.Text.Json;
using FaceAuth.Signaling.Tests.Hosting;

namespace FaceAuth.Signaling.Tests.Telemetry;

/// <summary>The log of a real server with everything turned on, on the console and in a file.</summary>
public sealed class ServerLogTests
{
    [Fact]
    public async Task Everything_of_a_session_names_it_and_nothing_secret_or_personal_is_logged()
    {
        var folder = Directory.CreateTempSubdirectory("faceauth-log-").FullName;
        await using var server = await RunningServer.StartAsync(
            "Logging:LogLevel:Default=Trace", "Logging:LogLevel:Microsoft.AspNetCore=Trace", "Log:Format=Json",
            "Logging:LogLevel:Microsoft.EntityFrameworkCore=Trace", $"Log:File={folder}/faceauth.log", "Log:FileFormat=Json");

        var (id, token) = await server.OfferAndCancelAsync("subject-of-the-shop");
        (await server.Http.GetAsync("/v1/subjects/subject-of-the-shop")).Dispose();
        server.Signal("TERM");
        Assert.Equal(0, await server.EndAsync());

        var file = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder)), TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);
        var key = server.Http.DefaultRequestHeaders.GetValues("X-Api-Key").Single();
        string[] secrets = [token, token.Split('.')[2], key, "subject-of-the-shop", "ice-pwd", "a=fingerprint"];
        foreach (var log in (string[])[server.Log, file])
        {
            var events = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => JsonDocument.Parse(line).RootElement).ToList();
            Assert.True(events.Count > 200, "the log is not being kept");
            Assert.All(secrets, secret => Assert.DoesNotContain(
                events, one => one.GetRawText().Contains(secret, StringComparison.Ordinal)));
            // what the database does for the session names it though its own messages do not
            Assert.Contains(events, one => Text(one, "SourceContext").StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
                && Text(one, "SessionId") == id);
        }
    }

    [Fact]
    public async Task As_it_is_set_at_first_requests_leave_no_lines()
    {
        await using var server = await RunningServer.StartAsync();
        for (var i = 0; i < 5; i++) (await server.Http.GetAsync("/health/live")).Dispose();
        server.Signal("TERM");
        await server.EndAsync();

        Assert.Contains("Now listening on", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("endpoint", server.Log, StringComparison.OrdinalIgnoreCase);
    }

    static string Text(JsonElement logged, string name) => logged.TryGetProperty(name, out var value) ? value.ToString() : "";
}
