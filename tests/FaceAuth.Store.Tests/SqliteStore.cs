using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Store.Tests;

/// <summary>A whole store on a real file in a folder of its own, as the host composes it. Reopen it to see what stayed.</summary>
internal sealed class SqliteStore : IAsyncDisposable
{
    readonly bool _ownsFolder;
    readonly ServiceProvider _services;

    SqliteStore(string folder, bool ownsFolder, IReadOnlyDictionary<string, string?> settings, FakeTimeProvider clock)
    {
        (Folder, _ownsFolder, Clock) = (folder, ownsFolder, clock);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Store:Directory", folder)])
            .AddInMemoryCollection(settings.ToDictionary(s => "Store:" + s.Key, s => s.Value))
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddFaceAuthStore(configuration);
        services.AddIdentityCore<FaceAuthUser>().AddEntityFrameworkStores<FaceAuthDbContext>();
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public string Folder { get; }

    public FakeTimeProvider Clock { get; }

    public CapturedLog Log { get; } = new();

    public string DatabasePath => Path.Combine(Folder, "faceauth.db");

    public IServiceProvider Services => _services;

    public ITemplateStore Templates => Get<ITemplateStore>();

    public ISubjectStore Subjects => Get<ISubjectStore>();

    public ISessionStore Sessions => Get<ISessionStore>();

    public IAuditLog Audit => Get<IAuditLog>();

    public IRelyingPartyStore Parties => Get<IRelyingPartyStore>();

    public StoreInitializer Initializer => Get<StoreInitializer>();

    public static string NewFolder() => Path.Combine(Path.GetTempPath(), "faceauth-store-" + Guid.NewGuid().ToString("N"));

    /// <summary>A store that has not been initialised.</summary>
    public static SqliteStore Build(string? folder = null, params (string Name, string Value)[] settings) =>
        new(folder ?? NewFolder(), folder is null, settings.ToDictionary(s => s.Name, s => (string?)s.Value),
            new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)));

    public static async Task<SqliteStore> OpenAsync(string? folder = null, params (string Name, string Value)[] settings)
    {
        var store = Build(folder, settings);
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
}
