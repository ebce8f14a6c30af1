using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Store.Tests;

/// <summary>A whole store, as the host composes it, on whatever engine its settings name.</summary>
internal abstract class StoreUnderTest : IAsyncDisposable
{
    readonly bool _ownsFolder;
    readonly ServiceProvider _services;

    protected StoreUnderTest(string? folder, params (string Name, string Value)[] settings)
    {
        (Folder, _ownsFolder) = (folder ?? NewFolder(), folder is null);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Store:Directory", Folder)])
            .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>("Store:" + s.Name, s.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddFaceAuthStore(configuration);
        services.AddIdentityCore<FaceAuthUser>();
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    /// <summary>Store:Directory.</summary>
    public string Folder { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public CapturedLog Log { get; } = new();

    public IServiceProvider Services => _services;

    public ITemplateStore Templates => Get<ITemplateStore>();

    public ISubjectStore Subjects => Get<ISubjectStore>();

    public ISessionStore Sessions => Get<ISessionStore>();

    public IAuditLog Audit => Get<IAuditLog>();

    public IRelyingPartyStore Parties => Get<IRelyingPartyStore>();

    public StoreInitializer Initializer => Get<StoreInitializer>();

    public static string NewFolder() => Path.Combine(Path.GetTempPath(), "faceauth-store-" + Guid.NewGuid().ToString("N"));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<T> QueryAsync<T>(Func<FaceAuthDbContext, Task<T>> query)
    {
        await using var context = await Get<IDbContextFactory<FaceAuthDbContext>>().CreateDbContextAsync();
        return await query(context);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_ownsFolder && Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    protected static async Task<T> OpenedAsync<T>(T store)
        where T : StoreUnderTest
    {
        try
        {
            await store.Initializer.InitializeAsync(CancellationToken.None);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
