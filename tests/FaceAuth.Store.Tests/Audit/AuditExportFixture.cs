using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Store.Tests.Audit;

/// <summary>A store whose host has a key, and a file that its audit is written to.</summary>
public abstract class AuditExportFixture : IAsyncLifetime
{
    SqliteStore? _store;

    private protected TestSigner Signer { get; } = new();

    private protected string Export { get; } = Path.GetTempFileName();

    private protected SqliteStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await SqliteStore.OpenAsync(null, ("Node", "one"));

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Signer.Dispose();
        File.Delete(Export);
        GC.SuppressFinalize(this);
    }

    private protected async Task AppendAsync(int count)
    {
        for (var i = 1; i <= count; i++)
            await Store.Audit.AppendAsync(new(Store.Clock.GetUtcNow(), $"a{i}", "rp:1", Guid.NewGuid(), Details: """{"ä":"\"☺"}""")
            {
                Decision = i % 2 == 0 ? null : new("rejected", ["spoof"], ["embedder 1", "ü"], "standard@1"),
                Origin = new("203.0.113.7"),
            }, Cancellation);
    }

    private protected Task SignAsync() => Checkpoints().SignAllAsync(Cancellation);

    private protected async Task<long> ExportAsync(AuditExport what) => (await ExportedAsync(what)).Entries;

    private protected async Task<AuditExported> ExportedAsync(AuditExport what)
    {
        var exporter = ActivatorUtilities.CreateInstance<AuditExporter>(Store.Services, Checkpoints());
        await using var file = File.Create(Export);
        return await exporter.ExportAsync(what, file, Cancellation);
    }

    private protected AuditCheckpoints Checkpoints() => ActivatorUtilities.CreateInstance<AuditCheckpoints>(Store.Services, Signer);

    private protected async Task<IReadOnlyList<AuditChainReport>> VerifyAsync(string? jwks) => (await ReportAsync(jwks)).Chains;

    private protected async Task<AuditFileReport> ReportAsync(string? jwks)
    {
        await using var file = File.OpenRead(Export);
        return await AuditFile.VerifyAsync(file, jwks, Cancellation);
    }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
