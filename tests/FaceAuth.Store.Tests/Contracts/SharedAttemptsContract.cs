using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What counts that many share do on every engine, and rows that were altered.</summary>
public abstract class SharedAttemptsContract : FaceAttemptsFixture
{
    [Fact]
    public async Task An_address_is_slowed_down_and_never_shut_out()
    {
        for (var i = 0; i < 20; i++) Assert.True((await BeginAsync(One, OfAddress())).IsAllowed);

        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(TimeSpan.FromSeconds(5), (await BeginAsync(Other, OfAddress())).RetryAfter);
            Advance(TimeSpan.FromSeconds(5));
            Assert.True((await BeginAsync(One, OfAddress())).IsAllowed);
        }

        Assert.True((await BeginAsync(One, OfAddress("192.0.2.2"))).IsAllowed);
    }

    [Fact]
    public async Task A_shared_count_forgets_bit_by_bit_and_all_of_it_within_an_hour()
    {
        for (var i = 0; i < 20; i++) await BeginAsync(One, OfAddress());

        for (var i = 0; i < 2; i++)   // 20 failures in 60 minutes: one each 3
        {
            Advance(TimeSpan.FromMinutes(3));
            Assert.True((await BeginAsync(One, OfAddress())).IsAllowed);
            Assert.False((await BeginAsync(One, OfAddress())).IsAllowed);
        }

        Advance(AttemptBound.SharedFor);
        for (var i = 0; i < 20; i++) Assert.True((await BeginAsync(One, OfAddress())).IsAllowed);
    }

    [Fact]
    public async Task Successes_behind_an_address_make_up_for_as_many_failures()
    {
        for (var i = 0; i < 60; i++)
        {
            Assert.True((await BeginAsync(One, OfAddress())).IsAllowed);
            await AcceptAsync(One, await BeginAsync(One, OfAddress()));
        }

        Assert.Equal(0, await RowsAsync());
    }

    [Fact]
    public async Task A_shared_count_is_told_to_be_full_once_an_hour_and_no_address_is_stored()
    {
        var walls = 0;
        for (var i = 0; i < 600; i++)
        {
            if ((await BeginAsync(One, OfAddress())).Ticket is { } ticket) walls += ticket.Walls.Count;
            Advance(TimeSpan.FromSeconds(20));   // three hours and a third
        }

        Assert.InRange(walls, 3, 4);
        Assert.All(
            await One.QueryAsync(context => context.FaceAttempts.Select(a => a.Holder).ToListAsync(Cancellation)),
            holder => Assert.Matches("^[0-9A-F]{32}$", holder));
    }

    [Fact]
    public async Task The_retention_deletes_shared_counts_that_are_empty_and_no_others()
    {
        await BeginAsync(One, OfAddress());
        await BeginAsync(One, OfSubject);
        await BeginAsync(One, OfAccount);
        var before = await RowsAsync();
        Advance(AttemptBound.SharedFor);

        await One.Get<IRetention>().RunAsync(_ => { }, Cancellation);

        Assert.Equal((6, 4), (before, await RowsAsync()));
    }

    [Theory]
    [InlineData("\"Failures\" = 0")]
    [InlineData("\"Failures\" = -1000")]
    [InlineData("\"TriedAt\" = 5")]
    [InlineData("\"Rank\" = 2 - \"Rank\", \"Purpose\" = 0")]
    public async Task A_count_that_was_altered_in_the_database_is_full_and_reported_until_it_is_freed(string change)
    {
        var purpose = change.Contains("Purpose", StringComparison.Ordinal) ? SessionPurpose.Enroll : SessionPurpose.Verify;
        await BeginAsync(One, OfSubject);
        await AlterAsync(change);

        Assert.Null((await BeginAsync(One, OfSubject, Strict, purpose)).RetryAfter);
        Assert.Equal(OfSubject, (await LookAsync(Other, OfSubject, Strict, purpose)).Refused);
        Advance(TimeSpan.FromDays(1));
        Assert.Equal(OfSubject, (await BeginAsync(Other, OfSubject, Strict, purpose)).Refused);

        var health = (await One.Get<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries["store"];
        Assert.Contains("2 counts of attempts", health.Description, StringComparison.Ordinal);
        await One.Get<IFaceAttempts>().FreeAsync(AttemptScope.Subject, Subject.ToString(), Cancellation);
        Assert.True((await BeginAsync(One, OfSubject, Strict, purpose)).IsAllowed);
    }

    [Fact]
    public async Task A_shared_count_that_was_altered_is_full_and_goes_on_from_there()
    {
        await BeginAsync(One, OfAddress());
        await AlterAsync("\"Failures\" = 0");

        Assert.Equal(TimeSpan.FromSeconds(5), (await BeginAsync(One, OfAddress())).RetryAfter);
        Advance(TimeSpan.FromSeconds(5));
        Assert.True((await BeginAsync(Other, OfAddress())).IsAllowed);
    }

    Task<int> AlterAsync(string change)
    {
        var sql = "UPDATE \"FaceAttempts\" SET " + change;
        return One.QueryAsync(context => context.Database.ExecuteSqlRawAsync(sql, Cancellation));
    }
}
