using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Json;
using FaceAuth.Interop.Tests.Component;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests.Snippets;

/// <summary>A server, and the service that the ASP.NET Core snippet is, which has the pages of the other snippets.</summary>
[SuppressMessage("Design", "CA1515", Justification = "xunit makes it.")]
public sealed class SnippetServer : IAsyncLifetime
{
    const string OperatorKey = "an operator's key of 32 characters";
    const string Customer = "customer-17";

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-snippets-").FullName;
    ServerProcess? _server;
    ChildProcess? _service;

    public const string Password = "correct horse battery";

    internal ServerProcess Server => _server!;

    /// <summary>The service's address: another origin than the server's.</summary>
    public Uri Service { get; } = new($"http://127.0.0.1:{Ports.Free(IPAddress.Loopback)}/");

    /// <summary>What the service gives out.</summary>
    internal string Pages => Path.Combine(_folder, "wwwroot");

    /// <summary>What the service printed.</summary>
    internal string Log => _service!.Output;

    public async ValueTask InitializeAsync()
    {
        // a clip cannot answer challenges, so that "standard" asks for what it shows
        _server = await ServerProcess.StartAsync(
            "Models__Pack=starter", "Web__CorsOrigins__0=" + Service.GetLeftPart(UriPartial.Authority), "Signaling__LeastPolicy=passive",
            "Decision__Standard__Blinks=1", "Decision__Standard__Challenges=0", "Decision__Standard__PursuitMoves=0",
            "Decision__Standard__Misses=0", "Operator__Key=" + OperatorKey);
        await Simulation.RunAsync(_server, ComponentServer.Clip, "enroll", Customer);
        WritePages();
        var program = Path.Combine(_folder, "app.cs");
        await File.WriteAllTextAsync(program, Snippet.For("aspnet", _server));
        _service = ChildProcess.Start("dotnet", ["run", program, "--urls", Service.ToString()], new Dictionary<string, string>
        {
            [Snippet.KeyVariable] = _server.ApiKey,
            ["ASPNETCORE_CONTENTROOT"] = _folder,   // a person starts it there
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
        });
        await _service.LineAsync(line => line.Contains("Now listening on: ", StringComparison.Ordinal), TimeSpan.FromMinutes(3));
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Makes an account of that role.</summary>
    public async Task MakeAsync(string userName, string role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.Address, "/v1/accounts"));
        request.Headers.Add("X-Operator-Key", OperatorKey);
        request.Content = JsonContent.Create(new { userName, password = Password, role });
        using var client = new HttpClient();
        using var made = await client.SendAsync(request);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
    }

    void WritePages()
    {
        Directory.CreateDirectory(Path.Combine(Pages, "face-auth"));
        File.WriteAllText(Path.Combine(Pages, "index.html"), Snippet.For("html", Server));
        File.Copy(Path.Combine(ComponentPackages.Built, "face-auth.js"), Path.Combine(Pages, "face-auth", "face-auth.js"));
    }
}

/// <summary>The snippets' tests share one server and one service.</summary>
[CollectionDefinition("snippets", DisableParallelization = true)]
public sealed class SnippetCollection : ICollectionFixture<SnippetServer>;
