using System.Security.Cryptography;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>That whatever is done to the audit in the database is found and named.</summary>
public abstract class AuditTamperingContract : AuditChainFixture
{
    [Theory]
    [InlineData("""UPDATE "Audit" SET "Action" = 'session.accepted' WHERE "Sequence" = 4""", AuditFaultKind.Altered, 4)]
    [InlineData("""UPDATE "Audit" SET "Outcome" = 'accepted' WHERE "Sequence" = 4""", AuditFaultKind.Altered, 4)]
    [InlineData("""UPDATE "Audit" SET "Reasons" = '[]' WHERE "Sequence" = 4""", AuditFaultKind.Altered, 4)]
    [InlineData("""UPDATE "Audit" SET "Origin" = NULL WHERE "Sequence" = 4""", AuditFaultKind.Altered, 4)]
    [InlineData("""UPDATE "Audit" SET "At" = "At" + 1 WHERE "Sequence" = 4""", AuditFaultKind.Altered, 4)]
    [InlineData("""UPDATE "Audit" SET "Id" = 99 WHERE "Sequence" = 4""", AuditFaultKind.Altered, 4)]
    [InlineData("""DELETE FROM "Audit" WHERE "Sequence" = 4""", AuditFaultKind.Missing, 4)]
    [InlineData("""DELETE FROM "Audit" WHERE "Sequence" <= 2""", AuditFaultKind.Missing, 1)]
    [InlineData("""UPDATE "Audit" SET "Node" = NULL WHERE "Sequence" = 4""", AuditFaultKind.Missing, 4)]
    [InlineData("""UPDATE "Audit" SET "Sequence" = 11 - "Sequence" WHERE "Sequence" IN (5, 6)""", AuditFaultKind.Reordered, 5)]
    [InlineData("""DELETE FROM "Audit" WHERE "Sequence" > 7""", AuditFaultKind.Truncated, 8)]
    [InlineData("""UPDATE "AuditCheckpoints" SET "Sequence" = 4 WHERE "Number" = 1""", AuditFaultKind.BadSignature, 4)]
    [InlineData("""UPDATE "AuditCheckpoints" SET "KeyId" = 'another' WHERE "Number" = 1""", AuditFaultKind.BadSignature, 5)]
    [InlineData("""UPDATE "AuditCheckpoints" SET "PublicKey" = '{}' WHERE "Number" = 1""", AuditFaultKind.Altered, 5)]
    [InlineData("""DELETE FROM "AuditCheckpoints" WHERE "Number" = 2""", AuditFaultKind.Missing, 8)]
    [InlineData("""DELETE FROM "AuditNodes" """, AuditFaultKind.Altered, 10)]
    [InlineData("""UPDATE "AuditNodes" SET "Sequence" = 9""", AuditFaultKind.Altered, 10)]
    public async Task What_is_tampered_with_is_found_and_named(string sql, AuditFaultKind kind, long sequence)
    {
        await SignedTenAsync();
        Assert.Null((await OneAsync()).Fault);

        await SqlAsync(sql);

        var fault = (await VerifyAsync()).First(report => report.Node == "one").Fault;
        Assert.Equal((kind, sequence), (fault!.Kind, fault.Sequence));
    }

    [Fact]
    public async Task A_second_entry_in_one_place_is_a_fork()
    {
        await SignedTenAsync();

        await Store.QueryAsync(async context =>
        {
            var row = await context.Audit.AsNoTracking().SingleAsync(a => a.Sequence == 4, Cancellation);
            (row.Id, row.Action) = (0, "session.accepted");
            row.Hash = AuditEncoding.HashOf(row);
            context.Audit.Add(row);
            return await context.SaveChangesAsync(Cancellation);
        });

        Assert.Equal((AuditFaultKind.Forked, 4), (await OneAsync()).Fault is var f ? (f!.Kind, f.Sequence) : default);
    }

    [Fact]
    public async Task A_history_written_anew_without_the_key_is_told_at_its_first_entry()
    {
        await SignedTenAsync();

        await RewriteAsync(from: 3);

        Assert.Equal((AuditFaultKind.Altered, 3), (await OneAsync()).Fault is var f ? (f!.Kind, f.Sequence) : default);
    }

    [Fact]
    public async Task A_tail_cut_off_with_the_head_of_that_time_put_back_is_told_by_the_checkpoint()
    {
        await AppendAsync(5);
        var head = await Store.QueryAsync(context => context.AuditNodes.AsNoTracking().SingleAsync(Cancellation));
        await AppendAsync(3);
        await SignAsync();

        await SqlAsync("""DELETE FROM "Audit" WHERE "Sequence" > 5; DELETE FROM "AuditNodes" """);
        await Store.QueryAsync(context =>
        {
            context.AuditNodes.Add(head);
            return context.SaveChangesAsync(Cancellation);
        });

        Assert.Equal((AuditFaultKind.Truncated, 6), (await OneAsync()).Fault is var f ? (f!.Kind, f.Sequence) : default);
    }

    [Fact]
    public async Task Auditing_goes_on_after_a_head_was_altered_and_says_so()
    {
        await SignedTenAsync();

        await SqlAsync("""UPDATE "AuditNodes" SET "Sequence" = 77""");
        await AppendAsync(1);

        Assert.Equal((12, AuditFaultKind.HeadAltered), (await OneAsync()) is var r ? (r.Last, r.Fault!.Kind) : default);
        Assert.Equal("audit.head_altered", (await Store.Audit.RecentAsync("system", 1, Cancellation))[0].Action);
        Assert.Contains(Store.Log.Lines, line => line.Contains("head of the audit chain one was altered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_sealed_under_another_key_is_named()
    {
        await AppendAsync(3);
        await Store.QueryAsync(async context =>
        {
            var (row, head) = (await context.Audit.SingleAsync(a => a.Sequence == 3, Cancellation), await context.AuditNodes.SingleAsync());
            row.Origin = RandomNumberGenerator.GetBytes(64);
            row.Hash = head.Hash = AuditEncoding.HashOf(row);
            (row.Authenticator, head.Authenticator) = (Store.Get<AuditSeal>().Of(row), Store.Get<AuditSeal>().Of(head));
            return await context.SaveChangesAsync(Cancellation);
        });

        Assert.Equal((AuditFaultKind.AddressDoesNotOpen, 3), (await OneAsync()).Fault is var f ? (f!.Kind, f.Sequence) : default);
    }

    /// <summary>As who can write to the database but has no key would: every hash fits.</summary>
    Task<int> RewriteAsync(long from) => Store.QueryAsync(async context =>
    {
        var rows = await context.Audit.Where(a => a.Sequence >= from).OrderBy(a => a.Sequence).ToListAsync(Cancellation);
        rows[0].Action = "session.accepted";
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0) rows[i].Previous = rows[i - 1].Hash;
            rows[i].Hash = AuditEncoding.HashOf(rows[i]);
        }

        return await context.SaveChangesAsync(Cancellation);
    });
}
