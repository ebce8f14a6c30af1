using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>That nobody who can write to the database, but has no key, gets the store to erase or sign over what they did.</summary>
public abstract class AuditErasureContract : AuditChainFixture
{
    /// <summary>Three entries and the checkpoint above them are cut off, and the head is made to fit.</summary>
    const string CutTail =
        """
        DELETE FROM "Audit" WHERE "Sequence" > 5;
        DELETE FROM "AuditCheckpoints" WHERE "Number" > 1;
        UPDATE "AuditNodes" SET "Sequence" = 5, "SignedThrough" = 0
        """;

    static readonly DateTimeOffset LongAgo = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Retention_does_not_take_what_was_made_to_look_old()
    {
        await SignedTenAsync();
        await SqlAsync($"""UPDATE "Audit" SET "At" = {LongAgo.UtcTicks}""");

        await RetainAsync();

        Assert.Equal(10, await Store.QueryAsync(c => c.Audit.CountAsync(a => a.Action == "session.rejected", Cancellation)));
        Assert.Equal((AuditFaultKind.Altered, 1), await FaultAsync());
        Assert.DoesNotContain(await CheckpointsAsync(), kind => kind == "trim");
    }

    [Theory]
    [InlineData("""DELETE FROM "Audit" """)]
    [InlineData("""DELETE FROM "Audit" WHERE "Sequence" = 4""")]
    [InlineData("""DELETE FROM "Audit" WHERE "Sequence" <= 2""")]
    [InlineData("""DELETE FROM "Audit" WHERE "Sequence" > 7""")]
    [InlineData("""UPDATE "Audit" SET "Outcome" = 'accepted' WHERE "Sequence" = 10""")]
    [InlineData("""UPDATE "Audit" SET "Sequence" = 11 - "Sequence" WHERE "Sequence" IN (5, 6)""")]
    [InlineData("""DELETE FROM "AuditCheckpoints" WHERE "Number" = 1""")]
    [InlineData("""UPDATE "AuditCheckpoints" SET "Sequence" = 4 WHERE "Number" = 1""")]
    public async Task Retention_leaves_an_altered_chain_as_it_is_and_says_so(string sql)
    {
        await SignedTenAsync();
        Store.Clock.Advance(TimeSpan.FromDays(400));
        await SqlAsync(sql);
        var (place, checkpoints) = ((await FaultAsync())!.Value.Sequence, await CheckpointsAsync());

        await RetainAsync();
        await RetainAsync();

        Assert.Equal(place, (await FaultAsync())?.Sequence);
        Assert.Equal(checkpoints, await CheckpointsAsync());
        Assert.Single(await Store.Audit.RecentAsync("system", 100, Cancellation), entry => entry.Action == "audit.not_trimmed");
        Assert.Contains("audit chain", (await HealthAsync()).Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retention_goes_on_with_the_chains_that_hold()
    {
        await SignedTenAsync();
        await using var second = await OpenAsync("two");
        await second.Audit.AppendAsync(Entry("old"), Cancellation);
        Store.Clock.Advance(TimeSpan.FromDays(400));
        await SqlAsync("""DELETE FROM "Audit" WHERE "Node" = 'one' AND "Sequence" = 4""");

        var report = await Store.Get<IRetention>().RunAsync(_ => { }, Cancellation);

        Assert.Equal((1L, 1), (report.AuditEntries, report.AlteredChains));
        Assert.Equal([(AuditFaultKind?)AuditFaultKind.Missing, null], (await VerifyAsync()).Select(r => r.Fault?.Kind));
    }

    [Fact]
    public async Task A_cut_tail_is_told_for_good_after_the_head_was_signed_anew()
    {
        await SignedTenAsync();
        await SqlAsync(CutTail);

        await using var next = await OpenAsync("one");
        await next.Get<AuditCheckpoints>().SignAllAsync(Cancellation);   // as a start does

        Assert.Equal((AuditFaultKind.HeadAltered, 6), await FaultAsync());
        Assert.Equal("audit.head_altered", (await next.Audit.RecentAsync("system", 1, Cancellation))[0].Action);
        Assert.Contains("audit chain", (await HealthAsync()).Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cut_tail_is_told_after_retention_or_a_new_master_key(bool rotates)
    {
        await SignedTenAsync();
        Store.Clock.Advance(TimeSpan.FromDays(400));
        await SqlAsync(CutTail);

        var renewal = Store.Services.GetServices<IRenewedRows>().OfType<AuditChainRenewal>().Single();
        if (rotates) await renewal.RenewAsync(_ => { }, Cancellation);
        else await RetainAsync();
        await SignAsync();

        Assert.Equal(AuditFaultKind.HeadAltered, (await FaultAsync())?.Kind);
    }

    [Fact]
    public async Task A_head_removed_under_a_running_node_is_told_for_good_and_once()
    {
        await SignedTenAsync();

        await SqlAsync("""DELETE FROM "AuditNodes" """);
        await AppendAsync(2);
        await SignAsync();

        Assert.Equal((AuditFaultKind.HeadAltered, 11), await FaultAsync());
        Assert.Equal(13, (await OneAsync()).Last);
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync()).Status);
    }

    [Fact]
    public async Task A_tail_cut_with_the_genuine_head_of_that_time_is_told_by_the_running_node()
    {
        await AppendAsync(5);
        await SignAsync();
        var head = await Store.QueryAsync(context => context.AuditNodes.AsNoTracking().SingleAsync(Cancellation));
        await AppendAsync(3);

        await SqlAsync("""DELETE FROM "Audit" WHERE "Sequence" > 5; DELETE FROM "AuditNodes" """);
        await Store.QueryAsync(context =>
        {
            context.AuditNodes.Add(head);
            return context.SaveChangesAsync(Cancellation);
        });
        await AppendAsync(2);

        Assert.Equal((AuditFaultKind.HeadAltered, 6), await FaultAsync());
        Assert.Equal(8, (await OneAsync()).Last);   // told once
    }

    [Fact]
    public async Task A_whole_audit_removed_is_told_by_the_running_node()
    {
        await SignedTenAsync();

        await SqlAsync("""DELETE FROM "Audit"; DELETE FROM "AuditCheckpoints"; DELETE FROM "AuditNodes" """);
        await AppendAsync(1);

        Assert.Equal((AuditFaultKind.HeadAltered, 1), await FaultAsync());
    }

    [Theory]
    [InlineData(0, AuditFaultKind.Missing)]
    [InlineData(1, AuditFaultKind.Truncated)]     // the node began anew
    [InlineData(20, AuditFaultKind.Forked)]
    public async Task A_whole_chain_removed_is_told_by_another_nodes_chain(int since, AuditFaultKind kind)
    {
        await using (var gone = await OpenAsync("gone"))
            for (var i = 0; i < 3; i++) await gone.Audit.AppendAsync(Entry("a"), Cancellation);
        await SignedTenAsync();

        await SqlAsync(
            """
            DELETE FROM "Audit" WHERE "Node" = 'gone'; DELETE FROM "AuditCheckpoints" WHERE "Node" = 'gone';
            DELETE FROM "AuditNodes" WHERE "Node" = 'gone'
            """);
        await using (var again = await OpenAsync("gone"))
            for (var i = 0; i < since; i++) await again.Audit.AppendAsync(Entry("b"), Cancellation);

        var report = Assert.Single(await VerifyAsync(), r => r.Fault is not null);
        Assert.Equal(("gone", kind), (report.Node, report.Fault!.Kind));
    }

    [Fact]
    public async Task Nodes_that_name_each_other_do_not_go_on_for_ever()
    {
        await using var second = await OpenAsync("two");
        await second.Audit.AppendAsync(Entry("a"), Cancellation);
        await AppendAsync(1);
        for (var i = 0; i < 5; i++)
        {
            await SignAsync();
            await second.Get<AuditCheckpoints>().SignAllAsync(Cancellation);
        }

        Assert.InRange(await Store.QueryAsync(c => c.Audit.CountAsync(Cancellation)), 3, 4);
        Assert.All(await VerifyAsync(), report => Assert.Null(report.Fault));
    }

    [Fact]
    public async Task A_row_far_ahead_does_not_keep_anything_from_being_audited()
    {
        await SignedTenAsync();
        await SqlAsync(
            $"""
            UPDATE "Audit" SET "Sequence" = {long.MaxValue} WHERE "Sequence" = 10;
            UPDATE "AuditCheckpoints" SET "Sequence" = {long.MaxValue} WHERE "Number" = 2; DELETE FROM "AuditNodes"
            """);

        await AppendAsync(2);

        Assert.Equal(12, await Store.QueryAsync(c => c.Audit.Where(a => a.Sequence < 99).MaxAsync(a => a.Sequence, Cancellation)));
        Assert.NotNull(await FaultAsync());
    }

    async Task<(AuditFaultKind Kind, long Sequence)?> FaultAsync() =>
        (await VerifyAsync()).First(report => report.Node == "one").Fault is { } fault ? (fault.Kind, fault.Sequence) : null;

    Task<RetentionReport> RetainAsync() => Store.Get<IRetention>().RunAsync(_ => { }, Cancellation);

    Task<List<string>> CheckpointsAsync() => Store.QueryAsync(
        c => c.AuditCheckpoints.Where(a => a.Node == "one").OrderBy(a => a.Number).Select(a => a.Kind).ToListAsync(Cancellation));

    async Task<HealthReportEntry> HealthAsync() =>
        (await Store.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries["store"];
}
