using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>A disk that is really full: told by every write and by health, once in the log, and over once there is room.</summary>
public abstract class FullDiskContract : IAsyncLifetime
{
    readonly Random _random = new(1);
    SmallDisk _disk = null!;
    StoreUnderTest _store = null!;

    [Fact]
    public async Task Nothing_is_stored_on_a_full_disk_and_the_store_goes_on_once_there_is_room()
    {
        var subject = (await _store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation)).Id;
        var templates = Enumerable.Range(0, 10).Select(_ => Template(Random(_random, 2048))).ToArray();

        await FillAsync();
        var fault = await Assert.ThrowsAsync<StoreFullException>(
            () => _store.Templates.AddAsync(subject, templates, Cancellation).AsTask());
        Assert.Contains("is full. Free some space; nothing of this call was stored.", fault.Message, StringComparison.Ordinal);
        Assert.Null(await _store.Templates.LoadAsync(subject, Model, Cancellation));
        await Assert.ThrowsAsync<StoreFullException>(RegisterManyAsync);
        _disk.MakeRoom();
        await _store.Templates.AddAsync(subject, templates, Cancellation);

        using var set = await _store.Templates.LoadAsync(subject, Model, Cancellation);
        Assert.Equal(10, set!.Count);
    }

    [Fact]
    public async Task Health_notices_before_anybody_writes_and_again_when_there_is_room()
    {
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
        await FillAsync();
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);   // not tried again so soon

        _store.Clock.Advance(WriteHealth.TrialEvery);
        HealthReport[] full = [await HealthAsync(), await HealthAsync()];
        for (var tries = 0; tries < 3; tries++)
            await Assert.ThrowsAsync<StoreFullException>(() => _store.Audit.AppendAsync(BigEntry(), Cancellation).AsTask());
        _disk.MakeRoom();
        _store.Clock.Advance(WriteHealth.TrialEvery);
        HealthReport[] free = [await HealthAsync(), await HealthAsync()];

        Assert.All(full, report => Assert.Equal(HealthStatus.Unhealthy, report.Status));
        Assert.All(full, report => Assert.Contains("is full", report.Entries["store"].Description, StringComparison.Ordinal));
        Assert.All(free, report => Assert.Equal(HealthStatus.Healthy, report.Status));
        AssertSaidOnce();
        Assert.Equal(1, await _store.QueryAsync(context => Task.FromResult(context.Info.Count())));
        Assert.Empty(Directory.GetFiles(_store.Folder, "*.room"));
    }

    public async ValueTask InitializeAsync()
    {
        _disk = await SmallDisk.MountAsync(16, Owner);
        _store = await OpenAsync(_disk);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        if (_disk is not null) await _disk.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whose the disk is.</summary>
    private protected virtual string? Owner => null;

    private protected abstract Task<StoreUnderTest> OpenAsync(SmallDisk disk);

    /// <summary>What the engine does before the disk is full, so that no file has room of its own.</summary>
    private protected virtual Task TightenAsync(StoreUnderTest store) => Task.CompletedTask;

    async Task FillAsync()
    {
        await TightenAsync(_store);
        _disk.Fill();
    }

    void AssertSaidOnce()
    {
        Assert.Single(_store.Log.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal));
        Assert.Single(_store.Log.Lines, line => line.Contains("can be written again", StringComparison.Ordinal));
        Assert.DoesNotContain(_store.Log.Lines, line => line.Contains("Exception", StringComparison.Ordinal)
            && !line.StartsWith("Debug", StringComparison.Ordinal) && !line.StartsWith("Trace", StringComparison.Ordinal));
    }

    Task<HealthReport> HealthAsync() => _store.Get<HealthCheckService>().CheckHealthAsync(Cancellation);

    // more than what is left of a page
    AuditEntry BigEntry() => new(_store.Clock.GetUtcNow(), "a", "system", Details: new string('x', 4000));

    /// <summary>An account is small and finds room on its table's last page; some of them do not.</summary>
    async Task RegisterManyAsync()
    {
        for (var i = 0; i < 200; i++)
        {
            await using var scope = _store.Services.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
            await users.CreateAsync(new FaceAuthUser { UserName = $"user{i}" });
        }
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
