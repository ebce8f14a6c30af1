using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every audit log does.</summary>
public abstract class AuditLogContract : IAsyncLifetime
{
    static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    protected abstract IAuditLog Audit { get; }

    [Fact]
    public async Task Gives_back_the_newest_first_of_everyone_or_of_one_actor()
    {
        AuditEntry[] entries =
        [
            new(Noon, "session.accepted", "rp:1", Guid.NewGuid(), Guid.NewGuid(), """{"similarity":0.71}"""),
            new(Noon, "subject.erased", "user:2", SubjectId: Guid.NewGuid()),
            new(Noon, "user.login_failed", "rp:1"),
        ];
        foreach (var entry in entries) await Audit.AppendAsync(entry, Cancellation);

        Assert.Equal(entries.Reverse(), await Audit.RecentAsync(null, 10, Cancellation));
        Assert.Equal([entries[2], entries[0]], await Audit.RecentAsync("rp:1", 10, Cancellation));
        Assert.Equal([entries[2]], await Audit.RecentAsync(null, 1, Cancellation));
        Assert.Empty(await Audit.RecentAsync("rp:9", 10, Cancellation));
    }

    [Fact]
    public async Task Takes_details_of_4_KiB_and_no_more()
    {
        await Audit.AppendAsync(new(Noon, "a", "system", Details: new string('ä', 2048)), Cancellation);
        await Assert.ThrowsAsync<ArgumentException>(
            () => Audit.AppendAsync(new(Noon, "a", "system", Details: new string('ä', 2048) + "x"), Cancellation).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => Audit.AppendAsync(new(Noon, "", "system"), Cancellation).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => Audit.AppendAsync(new(Noon, "a", "sys\ntem"), Cancellation).AsTask());

        Assert.Single(await Audit.RecentAsync(null, 10, Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task Refuses_to_list_none_or_too_many(int count)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Audit.RecentAsync(null, count, Cancellation).AsTask());
    }

    [Fact]
    public async Task Loses_nothing_that_is_appended_at_once()
    {
        await Parallel.ForAsync(0, 100, async (i, cancellation) => await Audit.AppendAsync(new(Noon, $"a{i}", "system"), cancellation));

        var actions = (await Audit.RecentAsync(null, 1000, Cancellation)).Select(e => e.Action);

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"a{i}").Order(), actions.Order());
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
