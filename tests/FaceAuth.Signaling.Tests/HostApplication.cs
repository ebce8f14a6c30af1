using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Sqlite;
using FaceAuth.Testing.FakeModels;
using FaceAuth.Signaling.Tests.OpenApi;
using FaceAuth.Testing.Fakes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Signaling.Tests;

/// <summary>The whole host in the test's process: real API, hub, accounts, tokens, and a SQLite store in a folder of its own.</summary>
/// <remarks>Media and pipeline are played by the test, and so is the clock.</remarks>
public sealed class HostApplication : WebApplicationFactory<Program>
{
    /// <summary>SignalR's time-outs run in real time, 15 and 30 s where nobody sets them.</summary>
    /// <remarks>A machine with too much to do is no fault of what is tested.</remarks>
    static readonly TimeSpan HubPatience = TimeSpan.FromMinutes(5);

    readonly Dictionary<string, string> _settings;

    /// <remarks>Without the console, which is most of what a host takes to start, unless the test names <see cref="Console"/>.</remarks>
    public HostApplication(params (string Name, string Value)[] settings)
    {
        _settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        _settings.TryAdd(Console.Name, "false");
    }

    /// <summary>The setting of a host that has its console.</summary>
    public static (string Name, string Value) Console { get; } = ("Console:Enabled", "true");

    /// <summary>Services of the test's own.</summary>
    internal Action<IServiceCollection> Adds { get; init; } = _ => { };

    public string Folder { get; } = Directory.CreateTempSubdirectory("faceauth-host-").FullName;

    public FakeMediaServer Media { get; } = new();

    public FakeAuthPipeline Pipeline { get; } = new();

    /// <summary>Models that take the real pipeline into the host, in place of <see cref="Pipeline"/>; null for that.</summary>
    internal FakeModelPack? Models { get; init; }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public LogLines Log { get; } = new();

    public ISessionStore Sessions => Services.GetRequiredService<ISessionStore>();

    public IAuditLog Audit => Services.GetRequiredService<IAuditLog>();

    /// <summary>A client as a browser is one, with a jar of cookies; each answer it gets is held against the API's description.</summary>
    /// <remarks>In place of the base's: so what is asked anywhere in these tests shows where the description is not what is answered.</remarks>
    public new HttpClient CreateClient() => CreateClient(new() { BaseAddress = ClientOptions.BaseAddress });

    /// <summary>As <see cref="CreateClient()"/>, with options.</summary>
    public new HttpClient CreateClient(WebApplicationFactoryClientOptions options)
    {
        var hasLegacy = _settings.GetValueOrDefault("Legacy:Enabled") != "false";
        List<DelegatingHandler> handlers = [new DescribedAnswers(isStrict: false, hasLegacy)];
        if (options.AllowAutoRedirect) handlers.Add(new RedirectHandler(options.MaxAutomaticRedirections));
        if (options.HandleCookies) handlers.Add(new CookieContainerHandler());
        return CreateDefaultClient(options.BaseAddress, [.. handlers]);
    }

    /// <summary>A client that speaks as a new relying party.</summary>
    public async Task<HttpClient> RelyingPartyAsync(string name = "shop")
    {
        var (_, key) = await Services.GetRequiredService<IRelyingPartyStore>().IssueKeyAsync(name, default);
        var client = CreateClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    /// <summary>A client that speaks as a new signed-in user.</summary>
    public async Task<HttpClient> UserAsync(string name = "ada")
    {
        var client = CreateClient();
        using var answer = await client.PostAsJsonAsync("/v1/auth/register", new { userName = name, password = "correct horse battery" });
        if (!answer.IsSuccessStatusCode)
        {
            var said = await answer.Content.ReadAsStringAsync();
            Assert.Fail($"{name} could not register: {(int)answer.StatusCode} {said}\n{string.Join('\n', Log.Faults)}");
        }

        var tokens = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens);
        return client;
    }

    /// <summary>Gives a relying party's subject a template, as an enrolment does.</summary>
    public async Task<Guid> EnrollAsync(HttpClient party, string? name)
    {
        var id = (await party.CreateSessionAsync(new { purpose = "enroll", subject = name })).GetProperty("id").GetGuid();
        var subject = (await Sessions.FindAsync(id, default))!.SubjectId!.Value;
        await Services.GetRequiredService<ITemplateStore>().AddAsync(
            subject, [new FaceTemplate("embedder", TemplateOf(128), 0.9f)], default);
        return subject;
    }

    /// <summary>A hub connection with a session's token in the query, as a browser makes it.</summary>
    public HubConnection Hub(string token)
    {
        var address = new Uri(Server.BaseAddress, $"/hubs/signaling?access_token={token}");
        var hub = new HubConnectionBuilder().WithUrl(address, options =>
        {
            options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.WebSocketFactory = async (context, cancellation) =>
                await Server.CreateWebSocketClient().ConnectAsync(address, cancellation);
        }).Build();
        hub.HandshakeTimeout = hub.ServerTimeout = HubPatience;
        return hub;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("Store:Directory", Folder);
        builder.UseSetting("Signaling:DrainTime", "00:00:00");   // the clock stands still when the test is over
        builder.UseSetting("Jobs:Enabled", "false");             // the scheduler is only what its own tests need
        foreach (var (name, value) in _settings) builder.UseSetting(name, value);
        builder.ConfigureLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        builder.ConfigureTestServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<IMediaServer>(Media));
            if (Models is null) services.Replace(ServiceDescriptor.Singleton<IAuthPipeline>(Pipeline));
            // the real pipeline is registered too, and would load its models for nothing
            services.Replace(ServiceDescriptor.Singleton(Models?.Loader
                ?? new PackLoader("none", () => throw new ModelException("There are no models in this test."))));
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            Adds(services);
            // a password costs a server a tenth of a second to check, and these tests some minutes
            services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1000);
            services.Configure<HubOptions>(hub => hub.HandshakeTimeout = hub.ClientTimeoutInterval = HubPatience);
        });
    }

    /// <summary>Closes this host's database connections that wait for their next use.</summary>
    public void CloseDatabase()
    {
        using var any = new SqliteConnection(Services.GetRequiredService<DatabaseFile>().ConnectionString);
        SqliteConnection.ClearPool(any);
    }

    public override async ValueTask DisposeAsync()
    {
        // a 500 says nothing by itself
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            foreach (var fault in Log.Faults.Take(20)) TestContext.Current.TestOutputHelper?.WriteLine(fault);
        await base.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    static float[] TemplateOf(int length)
    {
        var vector = new float[length];
        vector[0] = 1;
        return vector;
    }
}
