using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace FaceAuth.Signaling.Tests.Keys;

/// <summary>The store as a running server has it, with its background services.</summary>
internal sealed class StoreNode : IAsyncDisposable
{
    readonly ServiceProvider _services;

    StoreNode(IEnumerable<string> settings)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddFaceAuthStore(new ConfigurationBuilder().AddCommandLine([.. settings]).Build());
        _services = services.BuildServiceProvider();
    }

    public ITemplateStore Templates => Get<ITemplateStore>();

    public ISubjectStore Subjects => Get<ISubjectStore>();

    public ISessionStore Sessions => Get<ISessionStore>();

    public IAuditLog Audit => Get<IAuditLog>();

    public IRelyingPartyStore Parties => Get<IRelyingPartyStore>();

    public static async Task<StoreNode> StartAsync(IEnumerable<string> settings)
    {
        var node = new StoreNode(settings);
        try
        {
            await node.Get<StoreInitializer>().InitializeAsync(default);
            foreach (var service in node._services.GetServices<IHostedService>()) await service.StartAsync(default);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes the database one of the first version's, as that left it.</summary>
    public async Task MakeEarliestAsync()
    {
        await ClearDatabase.ClearAsync(_services);
        using var key = await Get<MasterKeySource>().GetAsync("the tests' own", mayMake: false, default);
        var check = key.OldCheck();
        await using var context = await Get<IDbContextFactory<FaceAuthDbContext>>().CreateDbContextAsync();
        await context.Info.ExecuteUpdateAsync(set => set.SetProperty(info => info.KeyCheck, check));
        await context.Database.MigrateAsync(context.Database.GetMigrations().First());
    }

    /// <summary>Whether every chain of the audit is whole.</summary>
    public async Task<bool> IsAuditWholeAsync() => (await Get<IAuditChain>().VerifyAsync(default)).All(chain => chain.Fault is null);

    public async Task<string> HealthAsync()
    {
        var report = await Get<HealthCheckService>().CheckHealthAsync();
        return $"{report.Status}: {report.Entries["store"].Description}";
    }

    /// <summary>Waits until the health check says something, in real time since a real process is waited for.</summary>
    public async Task UntilHealthAsync(string words)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!(await HealthAsync()).Contains(words, StringComparison.Ordinal)) await Task.Delay(100, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>()) await service.StopAsync(default);
        await _services.DisposeAsync();
    }

    T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
