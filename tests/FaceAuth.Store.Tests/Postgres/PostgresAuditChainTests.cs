using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Postgres;

public sealed class PostgresAuditChainTests : AuditChainContract
{
    PostgresDatabase? _database;

    [Fact]
    public async Task Connections_cut_again_and_again_leave_it_whole()
    {
        var stored = 0;
        var appending = Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellation) =>
        {
            try
            {
                await Store.Audit.AppendAsync(Entry($"a{i}"), cancellation);
                Interlocked.Increment(ref stored);
            }
            catch (StoreException)
            {
                // cut in its commit: it may be there or not
            }
        });
        while (!appending.IsCompleted) await _database!.CutConnectionsAsync();
        await appending;
        await AppendAsync(1);

        var report = await OneAsync();
        Assert.Null(report.Fault);
        Assert.InRange(report.Last, stored + 1, 401);
    }

    private protected override async Task<StoreUnderTest> OpenAsync(string node) =>
        await PostgresStore.OpenAsync(_database!, ("Node", node));

    private protected override async Task PrepareAsync() => _database = await PostgresDatabase.CreateAsync();

    private protected override async Task RemoveAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
    }
}
