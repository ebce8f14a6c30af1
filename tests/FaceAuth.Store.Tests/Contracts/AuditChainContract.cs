using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What the chains of every audit log stand.</summary>
public abstract class AuditChainContract : AuditChainFixture
{
    [Fact]
    public async Task Many_that_append_at_once_on_two_nodes_leave_two_chains_without_a_gap_or_fork()
    {
        await using var second = await OpenAsync("two");
        await using var twin = await OpenAsync("two");   // a command beside a server: two processes of one node

        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (i, cancellation) =>
            await (i % 3 == 0 ? Store : i % 3 == 1 ? second : twin).Audit.AppendAsync(Entry($"a{i}"), cancellation));

        var reports = await VerifyAsync();
        Assert.Equal([("one", 1, 100, null), ("two", 1, 200, null)], reports.Select(r => (r.Node, r.First, r.Last, r.Fault)));
    }

    [Fact]
    public async Task What_is_rolled_back_leaves_no_gap()
    {
        await AppendAsync(2);
        var database = Store.Get<StoreDatabase>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync<bool>(async context =>
        {
            await Store.Get<AuditWriter>().AppendAsync(context, [Entry("never")], Cancellation);
            throw new InvalidOperationException("rolled back");
        }, Cancellation));
        await AppendAsync(1);

        Assert.Equal(("one", 3, null), (await OneAsync()) is var r ? (r.Node, r.Last, r.Fault) : default);
    }

    [Fact]
    public async Task An_entry_that_cannot_be_written_holds_up_none_of_those_that_came_with_it()
    {
        var all = Enumerable.Range(0, 20).Select(i => Store.Audit.AppendAsync(
            Entry($"a{i}") with { Origin = i == 7 ? new(new string('x', 65)) : null }, Cancellation).AsTask()).ToList();

        await Assert.ThrowsAsync<ArgumentException>(() => Task.WhenAll(all));
        Assert.Equal(19, all.Count(one => one.IsCompletedSuccessfully));
        Assert.Equal(19, (await OneAsync()).Last);
    }

    [Fact]
    public async Task A_clock_set_back_an_hour_breaks_nothing()
    {
        await AppendAsync(3);
        await SignAsync();
        Store.Clock.AdjustTime(Store.Clock.GetUtcNow().AddHours(-1));
        await AppendAsync(3);
        await SignAsync();

        var report = await OneAsync();

        Assert.Equal((6, 6, 2, null), (report.Last, report.SignedThrough, report.Checkpoints, report.Fault));
    }

    [Fact]
    public async Task An_address_is_opened_for_who_asks_and_lies_in_clear_nowhere()
    {
        var entry = Entry("user.login") with { Origin = new("203.0.113.77", "Agent/77") };
        await Store.Audit.AppendAsync(entry, Cancellation);

        Assert.Null((await Store.Audit.RecentAsync(null, 1, Cancellation))[0].Origin);
        Assert.Equal(entry.Origin, (await Store.Audit.RecentAsync(null, 1, Cancellation, withOrigins: true))[0].Origin);
        var stored = await Store.QueryAsync(context => context.Audit.Select(a => a.Origin!).SingleAsync(Cancellation));
        Assert.DoesNotContain("203.0.113.77", System.Text.Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
        Assert.DoesNotContain(Store.Log.Lines, line => line.Contains("203.0.113.77", StringComparison.Ordinal));
        Assert.DoesNotContain(Store.Log.Lines, line => line.Contains("Agent/77", StringComparison.Ordinal));
        Assert.Equal("‹private›", $"{entry.Origin}");
    }

    [Fact]
    public async Task A_decision_is_given_back_as_it_was_appended()
    {
        var decision = new AuditDecision("rejected", ["spoof", "no_match"], ["embedder-1"], "standard@0.1.0");
        await Store.Audit.AppendAsync(Entry("session.rejected") with { Decision = decision }, Cancellation);

        var read = (await Store.Audit.RecentAsync(null, 1, Cancellation))[0].Decision!;

        Assert.Equal((decision.Outcome, decision.Thresholds), (read.Outcome, read.Thresholds));
        Assert.Equal(decision.Reasons, read.Reasons);
        Assert.Equal(decision.Models, read.Models);
    }

    [Fact]
    public async Task After_a_trim_the_rest_still_verifies_and_what_is_missing_beyond_it_is_told()
    {
        await SignedTenAsync();
        Store.Clock.Advance(TimeSpan.FromDays(2));
        var limit = Store.Clock.GetUtcNow();
        await AppendAsync(5);

        Assert.Equal((10L, 0), await Store.Get<AuditTrim>().RunAsync(limit, Cancellation));
        Assert.Equal((0L, 0), await Store.Get<AuditTrim>().RunAsync(limit, Cancellation));

        var report = await OneAsync();
        Assert.Equal((11, 16, null), (report.First, report.Last, report.Fault));
        await SqlAsync("""DELETE FROM "Audit" WHERE "Sequence" = 11""");
        Assert.Equal((AuditFaultKind.Missing, 11), (await OneAsync()).Fault is var f ? (f!.Kind, f.Sequence) : default);
    }

    [Fact]
    public async Task A_chain_trimmed_whole_goes_on_from_its_anchor()
    {
        await SignedTenAsync();
        Store.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal((10L, 0), await Store.Get<AuditTrim>().RunAsync(Store.Clock.GetUtcNow(), Cancellation));
        await AppendAsync(2);
        Store.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal((3L, 0), await Store.Get<AuditTrim>().RunAsync(Store.Clock.GetUtcNow(), Cancellation));

        var report = await OneAsync();
        Assert.Equal((14, 14, null), (report.First, report.Last, report.Fault));
        await SqlAsync("""DELETE FROM "AuditCheckpoints" WHERE "Kind" = 'trim'""");
        Assert.Equal(AuditFaultKind.Missing, (await OneAsync()).Fault!.Kind);
    }

    [Fact]
    public async Task A_trim_that_a_crash_stopped_is_whole_and_the_next_ends_it()
    {
        await SignedTenAsync();
        Store.Clock.Advance(TimeSpan.FromDays(2));
        var kept = await Store.QueryAsync(context => context.Audit.AsNoTracking().Where(a => a.Sequence > 6).ToListAsync(Cancellation));
        await Store.Get<AuditTrim>().RunAsync(Store.Clock.GetUtcNow(), Cancellation);
        await Store.QueryAsync(context =>
        {
            context.Audit.AddRange(kept);   // as if not all had been removed
            return context.SaveChangesAsync(Cancellation);
        });

        Assert.Null((await OneAsync()).Fault);
        await Store.Get<AuditTrim>().RunAsync(Store.Clock.GetUtcNow().AddDays(-1), Cancellation);
        Assert.Equal([11L, 12L], await Store.QueryAsync(c => c.Audit.OrderBy(a => a.Id).Select(a => a.Sequence).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task Entries_of_a_version_without_chains_get_one_at_the_next_start()
    {
        await AppendAsync(1200);
        var ids = await Store.QueryAsync(context => context.Audit.OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(Cancellation));
        await UnchainAsync(alter: ids[499]);

        await using var next = await OpenAsync("two");

        var report = Assert.Single(await next.Get<IAuditChain>().VerifyAsync(Cancellation));
        Assert.Equal((AuditFaultKind.Altered, 500), (report.Fault!.Kind, report.Fault.Sequence));   // told, not taken for genuine
        Assert.Equal(ids, await Store.QueryAsync(c => c.Audit.OrderBy(a => a.Sequence).Select(a => a.Id).ToListAsync(Cancellation)));
        Assert.Contains(next.Log.Lines, l => l.Contains("Chained 1200 audit entries", StringComparison.Ordinal));
        Assert.Equal(999, (await next.Audit.RecentAsync("rp:1", 1000, Cancellation)).Count);
    }

    /// <summary>As the version before left it, one entry altered since.</summary>
    Task<bool> UnchainAsync(long alter) => Store.QueryAsync(async context =>
    {
        foreach (var row in await context.Audit.ToListAsync(Cancellation))
        {
            (row.Node, row.Sequence, row.Previous, row.Hash) = (null, 0, [], []);
            (row.Outcome, row.Reasons, row.Models, row.Thresholds, row.Origin) = (null, null, null, null, null);
            row.Authenticator = Store.Get<AuditSeal>().Of(row);
            if (row.Id == alter) row.Action = "session.accepted";
        }

        await context.SaveChangesAsync(Cancellation);
        await context.AuditNodes.ExecuteDeleteAsync(Cancellation);
        // nor was there a state of the keys
        var check = Store.Get<KeyRing>().Current.Secret.StatelessCheck();
        await context.Info.ExecuteUpdateAsync(set => set.SetProperty(info => info.KeyCheck, check), Cancellation);
        await context.Database.MigrateAsync("ConsentAndRetention", Cancellation);
        return true;
    });
}
