using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Store.Contracts;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Api;

public sealed class HealthTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task A_server_with_all_it_needs_is_ready()
    {
        using var client = _host.CreateClient();

        var report = await client.JsonAsync("/health/ready");

        Assert.Equal("ready", report.GetProperty("status").GetString());
        Assert.Equal(
            ["media", "models", "sessions", "store"], report.GetProperty("parts").EnumerateObject().Select(part => part.Name).Order());
    }

    [Theory]
    [InlineData("true", "open")]
    [InlineData("false", "closed")]
    public async Task It_says_whether_there_are_a_console_and_a_description(string setting, string word)
    {
        await using var host = new HostApplication(("Console:Enabled", setting), ("Web:OpenApi", setting));
        using var client = host.CreateClient();

        var report = await client.JsonAsync("/health/ready");

        Assert.Equal((word, word), (report.GetProperty("console").GetString(), report.GetProperty("openApi").GetString()));
    }

    [Fact]
    public async Task Without_the_old_paths_the_short_answer_is_there_too()
    {
        await using var host = new HostApplication(("Legacy:Enabled", "false"));
        using var client = host.CreateClient();

        Assert.Equal("""{"status":"healthy"}""", await client.GetStringAsync("/health/"));
        host.Pipeline.Readiness = new(false, "gone", "starter", []);
        using var answer = await client.GetAsync("/health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("203.0.113.5", false)]
    public async Task Everybody_hears_which_pack_it_runs_on_and_its_operator_what_to_know_about_it(string from, bool isTold)
    {
        _host.Pipeline.Readiness = new(true, null, "starter", []) { Notice = "Get the better one." };

        var context = await _host.Server.SendAsync(request =>
        {
            request.Connection.RemoteIpAddress = IPAddress.Parse(from);
            request.Request.Path = "/health/ready";
        });

        using var report = await JsonDocument.ParseAsync(context.Response.Body, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("starter", report.RootElement.GetProperty("pack").GetString());
        var says = report.RootElement.GetProperty("parts").GetProperty("models").TryGetProperty("notice", out var notice);
        Assert.Equal(isTold ? "Get the better one." : null, says ? notice.GetString() : null);
    }

    [Fact]
    public async Task Missing_models_are_named()
    {
        _host.Pipeline.Readiness = new(false, "detector.onnx is missing: run faceauth models pull.", "permissive", []);

        await AssertNotReadyAsync("models", "detector.onnx is missing: run faceauth models pull.");
    }

    [Theory]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("::1", null, true)]
    [InlineData("203.0.113.5", null, false)]
    [InlineData("127.0.0.1", "203.0.113.5", false)]
    public async Task What_is_wrong_is_told_on_the_machine_itself_only(string from, string? forwardedFor, bool isTold)
    {
        _host.Pipeline.Readiness = new(false, "/srv/models/detector.onnx is missing.", "permissive", []);

        var context = await _host.Server.SendAsync(request =>
        {
            request.Connection.RemoteIpAddress = IPAddress.Parse(from);
            request.Request.Path = "/health/ready";
            if (forwardedFor is not null) request.Request.Headers["X-Forwarded-For"] = forwardedFor;
        });

        using var reader = new StreamReader(context.Response.Body);
        Assert.Equal(isTold, (await reader.ReadToEndAsync()).Contains("/srv/models", StringComparison.Ordinal));
        Assert.Equal(503, context.Response.StatusCode);
    }

    [Fact]
    public async Task A_media_server_that_cannot_start_leaves_the_host_up()
    {
        _host.Media.StartFault = new MediaStartException("UDP port 7882 is taken: set Media:Port to another.");

        await AssertNotReadyAsync("media", "UDP port 7882 is taken: set Media:Port to another.");
        using var client = _host.CreateClient();
        Assert.Equal("live", (await client.JsonAsync("/health/live")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_named()
    {
        using var client = _host.CreateClient();
        (await client.GetAsync("/health/ready")).Dispose();
        _host.CloseDatabase();
        foreach (var file in Directory.GetFiles(_host.Folder, "*.db*")) await File.WriteAllTextAsync(file, "not a database");

        await AssertNotReadyAsync("store", null);
    }

    [Fact]
    public async Task An_altered_template_leaves_the_server_ready_and_is_told()
    {
        using var client = _host.CreateClient();
        var subject = (await _host.Services.GetRequiredService<ISubjectStore>().GetOrCreateAsync("rp:1", "alice", default)).Id;
        var templates = _host.Services.GetRequiredService<ITemplateStore>();
        await templates.AddAsync(subject, [new FaceTemplate("model", Enumerable.Repeat(0.125f, 64).ToArray(), 0.9f)], default);
        await using (var database = new SqliteConnection($"Data Source={Path.Combine(_host.Folder, "faceauth.db")};Pooling=False"))
        {
            await database.OpenAsync();
            await using var command = database.CreateCommand();
            command.CommandText = "UPDATE Templates SET Quality = Quality / 2";
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        Assert.Null(await templates.LoadAsync(subject, "model", default));

        using var answer = await client.GetAsync("/health/ready");
        var report = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var store = report.GetProperty("parts").GetProperty("store");
        Assert.Equal((HttpStatusCode.OK, "ready"), (answer.StatusCode, report.GetProperty("status").GetString()));
        Assert.True(store.GetProperty("ok").GetBoolean());
        Assert.Contains("altered", store.GetProperty("notice").GetString(), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    async Task AssertNotReadyAsync(string part, string? problem)
    {
        using var client = _host.CreateClient();
        using var answer = await client.GetAsync("/health/ready");
        var report = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not_ready"), (answer.StatusCode, report.GetProperty("status").GetString()));
        var seen = report.GetProperty("parts").GetProperty(part);
        Assert.False(seen.GetProperty("ok").GetBoolean());
        if (problem is null) Assert.NotEmpty(seen.GetProperty("problem").GetString()!);
        else Assert.Equal(problem, seen.GetProperty("problem").GetString());
        Assert.All(report.GetProperty("parts").EnumerateObject().Where(other => other.Name != part),
            other => Assert.True(other.Value.GetProperty("ok").GetBoolean()));
    }
}
