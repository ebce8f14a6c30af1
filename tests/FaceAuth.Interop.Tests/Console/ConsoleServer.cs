using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests.Console;

/// <summary>One server for all tests of the console, with accounts of every role and a session of each kind of end.</summary>
[SuppressMessage("Design", "CA1515", Justification = "xunit makes it.")]
public sealed class ConsoleServer : IAsyncLifetime
{
    public const string Password = "correct horse battery";
    const string OperatorKey = "an operator's key of 32 characters";

    ServerProcess? _server;
    HttpClient? _operator;

    internal ServerProcess Server => _server!;

    public Uri Address => _server!.Address;

    /// <summary>Holds the operator's key.</summary>
    public HttpClient Operator => _operator!;

    /// <summary>The session that was refused.</summary>
    public string Refused { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(
            "Models__Pack=starter", "Operator__Key=" + OperatorKey, "Reviews__Pictures=3", "RateLimits__AuthPerAddress=10000",
            "Console__Evaluation=" + Path.Combine(Repository.Root, "tests", "FaceAuth.Interop.Tests", "Console", "evaluation.json"));
        _operator = new() { BaseAddress = _server.Address };
        _operator.DefaultRequestHeaders.Add("X-Operator-Key", OperatorKey);
        foreach (var (name, role) in new[] { ("ada", "admin"), ("olga", "operator"), ("otto", "auditor"), ("uli", "user") })
            await MakeAsync(name, role);
        var left = await CreateAsync(new { purpose = "identify" });
        using var cancelled = await _server.Http.DeleteAsync($"/v1/sessions/{left.GetProperty("id")}");
        await SubjectAsync("customer-1");
        Refused = await RefuseAsync("customer-2");
    }

    /// <summary>A session in which a printed picture was refused for somebody's face; its id.</summary>
    public async Task<string> RefuseAsync(string subject)
    {
        var print = Path.Combine(Repository.Root, "tests", "clips", "anton_print.mp4");
        var (code, output) = await Simulation.RunAsync(Server, print, "enroll", subject);
        Assert.SkipWhen(code == 2, "Nothing was decided: " + output);
        return await LastAsync("rejected");
    }

    public async ValueTask DisposeAsync()
    {
        _operator?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>Makes an account and gives its id.</summary>
    public async Task<string> MakeAsync(string userName, string role)
    {
        using var made = await Operator.PostAsJsonAsync("/v1/accounts", new { userName, password = Password, role });
        made.EnsureSuccessStatusCode();
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>A subject of the relying party's, and its id.</summary>
    public async Task<string> SubjectAsync(string name)
    {
        await CreateAsync(new { purpose = "enroll", subject = name });
        var subject = await Server.Http.GetFromJsonAsync<JsonElement>($"/v1/subjects/{name}");
        return subject.GetProperty("subjectId").GetString()!;
    }

    /// <summary>Signs an account in by the API and out of all its sign-ins.</summary>
    public async Task LeaveEverywhereAsync(string userName)
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var entered = await http.PostAsJsonAsync("/v1/auth/login", new { userName, password = Password });
        entered.EnsureSuccessStatusCode();
        var tokens = await entered.Content.ReadFromJsonAsync<JsonElement>();
        http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("accessToken").GetString());
        var refreshToken = tokens.GetProperty("refreshToken").GetString();
        using var left = await http.PostAsJsonAsync("/v1/auth/logout", new { refreshToken, everywhere = true });
        left.EnsureSuccessStatusCode();
    }

    async Task<JsonElement> CreateAsync(object wish)
    {
        using var made = await Server.Http.PostAsJsonAsync("/v1/sessions", wish);
        made.EnsureSuccessStatusCode();
        return await made.Content.ReadFromJsonAsync<JsonElement>();
    }

    async Task<string> LastAsync(string outcome)
    {
        var list = await Server.Http.GetFromJsonAsync<JsonElement>($"/v1/sessions?outcome={outcome}");
        return list.GetProperty("sessions")[0].GetProperty("id").GetString()!;
    }
}

/// <summary>The console's tests share one server.</summary>
[CollectionDefinition("console", DisableParallelization = true)]
public sealed class ConsoleCollection : ICollectionFixture<ConsoleServer>;
