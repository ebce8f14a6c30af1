using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>That what is altered in the audit is told though nobody reads it.</summary>
public abstract class AuditCheckContract : AuditChainFixture
{
    const string AlterFourth = """UPDATE "Audit" SET "Outcome" = 'accepted' WHERE "Sequence" = 4""";

    [Theory]
    [InlineData(AlterFourth, 4)]
    [InlineData("""UPDATE "Audit" SET "Action" = 'session.accepted' WHERE "Sequence" = 10""", 10)]
    [InlineData("""DELETE FROM "Audit" WHERE "Sequence" = 4""", 4)]
    [InlineData("""DELETE FROM "Audit" WHERE "Sequence" > 7""", 8)]
    [InlineData("""UPDATE "Audit" SET "Node" = NULL WHERE "Sequence" = 4""", 4)]
    [InlineData("""UPDATE "AuditCheckpoints" SET "KeyId" = 'another' WHERE "Number" = 1""", 5)]
    [InlineData("""DELETE FROM "AuditCheckpoints" WHERE "Number" = 2""", 8)]
    [InlineData("""DELETE FROM "AuditNodes" """, 10)]
    public async Task What_nobody_reads_is_told_once_it_was_checked(string sql, long sequence)
    {
        await SignedTenAsync();
        await SqlAsync(sql);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);

        var report = await CheckAsync();
        await CheckAsync();

        Assert.Equal(sequence, report.Faults["one"].Sequence);
        var health = await HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("audit chain was altered", health.Description, StringComparison.Ordinal);
        Assert.Contains(Store.Log.Lines, line => line.Contains(
            $"chain one was altered in the database (entry {sequence})", StringComparison.Ordinal));
        Assert.Single(await ToldAsync(), entry => entry.Details!.Contains("\"one\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_checked_is_not_checked_again_before_what_is_new()
    {
        await SignedTenAsync();
        Assert.Empty((await CheckAsync()).Faults);
        await AppendAsync(2);
        await SignAsync();

        Assert.Empty((await CheckAsync()).Faults);

        Assert.Equal((12, 0), await PointAsync() is var point ? (point.Sequence, point.AgainSequence) : default);
        Assert.Empty(await ToldAsync());
    }

    [Fact]
    public async Task A_run_ends_at_its_bound_and_the_next_goes_on_there()
    {
        await SignedTenAsync();
        var check = (AuditCheck)Store.Get<IAuditCheck>();

        var first = await check.CheckAsync(_ => { }, 3, 7, Cancellation);
        Assert.Equal((7, 0), await PointAsync() is var point ? (point.Sequence, point.AgainSequence) : default);
        await SqlAsync(AlterFourth);
        var second = await check.CheckAsync(_ => { }, 3, 7, Cancellation);

        Assert.Equal((7, false, 0), (first.Entries, first.IsWhole, first.Faults.Count));
        Assert.Equal((6, true, 4), (second.Entries, second.IsWhole, second.Faults["one"].Sequence));
        Assert.Equal((10, 3), await PointAsync() is var next ? (next.Sequence, next.AgainSequence) : default);
    }

    [Fact]
    public async Task An_entry_altered_after_it_was_checked_is_told_too()
    {
        await SignedTenAsync();
        await CheckAsync();

        await SqlAsync(AlterFourth);

        Assert.Equal(4, (await CheckAsync()).Faults["one"].Sequence);
        await AppendAsync(1);
        await CheckAsync();
        Assert.Equal((12, 3), await PointAsync() is var point ? (point.Sequence, point.AgainSequence) : default);
    }

    [Theory]
    [InlineData("""UPDATE "AuditPoints" SET "Sequence" = 10, "AgainSequence" = 10""")]
    [InlineData("""UPDATE "AuditPoints" SET "Authenticator" = "Hash" """)]
    [InlineData("""UPDATE "AuditPoints" SET "Node" = 'two'""")]
    [InlineData("""DELETE FROM "AuditPoints" """)]
    public async Task Nobody_without_the_key_moves_the_point_forward(string sql)
    {
        await AppendAsync(3);
        await CheckAsync();
        await AppendAsync(7);
        await SqlAsync(AlterFourth);

        await SqlAsync(sql);

        Assert.Equal(4, (await CheckAsync()).Faults["one"].Sequence);
        Assert.Contains("how far the audit was checked", (await HealthAsync()).Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_point_that_was_put_back_is_told()
    {
        await AppendAsync(3);
        await CheckAsync();
        var before = await PointAsync();
        await AppendAsync(3);
        await CheckAsync();

        await SqlAsync("""DELETE FROM "AuditPoints" """);
        await Store.QueryAsync(context =>
        {
            context.AuditPoints.Add(before);
            return context.SaveChangesAsync(Cancellation);
        });

        Assert.Empty((await CheckAsync()).Faults);
        Assert.Equal(RowKind.AuditPoint, (await Store.QueryAsync(c => c.AlteredRows.SingleAsync(Cancellation))).Kind);
    }

    [Fact]
    public async Task A_tail_cut_with_the_head_of_that_time_put_back_is_told()
    {
        await AppendAsync(5);
        var head = await Store.QueryAsync(context => context.AuditNodes.AsNoTracking().SingleAsync(Cancellation));
        await AppendAsync(3);
        await CheckAsync();

        await SqlAsync("""DELETE FROM "Audit" WHERE "Sequence" > 5; DELETE FROM "AuditNodes" """);
        await Store.QueryAsync(context =>
        {
            context.AuditNodes.Add(head);
            return context.SaveChangesAsync(Cancellation);
        });

        Assert.Equal(6, (await CheckAsync()).Faults["one"].Sequence);
    }

    [Fact]
    public async Task A_chain_that_another_names_and_that_was_removed_is_told()
    {
        await using (var gone = await OpenAsync("gone"))
            await gone.Audit.AppendAsync(Entry("a"), Cancellation);
        await SignedTenAsync();
        await SqlAsync(
            """
            DELETE FROM "Audit" WHERE "Node" = 'gone'; DELETE FROM "AuditCheckpoints" WHERE "Node" = 'gone';
            DELETE FROM "AuditNodes" WHERE "Node" = 'gone'
            """);

        Assert.Equal(AuditFaultKind.Missing, (await CheckAsync()).Faults["gone"].Kind);
    }

    [Fact]
    public async Task What_retention_took_is_no_fault()
    {
        await SignedTenAsync();
        await CheckAsync();
        Store.Clock.Advance(TimeSpan.FromDays(400));
        await AppendAsync(2);
        await Store.Get<IRetention>().RunAsync(_ => { }, Cancellation);

        Assert.Empty((await CheckAsync()).Faults);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
    }

    [Fact]
    public async Task A_run_that_is_ended_goes_on_where_it_was()
    {
        await SignedTenAsync();
        using var ending = new CancellationTokenSource();
        await using (var second = await OpenAsync("two")) await second.Audit.AppendAsync(Entry("a"), Cancellation);

        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await Store.Get<IAuditCheck>().CheckAsync(_ => ending.Cancel(), ending.Token));

        Assert.Equal(("one", 10), await PointAsync() is var point ? (point.Node, point.Sequence) : default);
        var moved = 0;
        var report = await Store.Get<IAuditCheck>().CheckAsync(some => moved += some, Cancellation);
        Assert.Equal((moved, 2, true), (report.Entries, report.Chains, report.IsWhole));
        Assert.Equal(1 + 10 + 1, moved);   // what is new of the second, then both once more
    }

    async Task<AuditCheckReport> CheckAsync() => await Store.Get<IAuditCheck>().CheckAsync(_ => { }, Cancellation);

    Task<AuditPointRow> PointAsync() => Store.QueryAsync(context => context.AuditPoints.AsNoTracking().SingleAsync(Cancellation));

    async Task<IEnumerable<AuditEntry>> ToldAsync() =>
        (await Store.Audit.RecentAsync("system", 100, Cancellation)).Where(entry => entry.Action == AuditCheck.Altered);

    async Task<HealthReportEntry> HealthAsync() =>
        (await Store.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries["store"];
}
