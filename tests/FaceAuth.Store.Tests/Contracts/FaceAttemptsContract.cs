using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What a person's own count of failed attempts does on every engine (NIST SP 800-63B-4 §3.2.3).</summary>
public abstract class FaceAttemptsContract : FaceAttemptsFixture
{
    [Fact]
    public async Task Ten_are_free_then_each_waits_30_s_and_after_a_hundred_there_are_no_more()
    {
        for (var i = 0; i < 10; i++) Assert.True((await BeginAsync(One, OfSubject)).IsAllowed);

        for (var failures = 10; failures < 100; failures++)
        {
            var refused = await BeginAsync(One, OfSubject);
            Assert.Equal((OfSubject, failures, Wait), (refused.Refused, refused.Failures, refused.RetryAfter));
            Advance(Wait - TimeSpan.FromSeconds(1));
            Assert.Equal(TimeSpan.FromSeconds(1), (await LookAsync(One, OfSubject)).RetryAfter);
            Advance(TimeSpan.FromSeconds(1));
            Assert.True((await LookAsync(One, OfSubject)).IsAllowed);
            Assert.True((await BeginAsync(One, OfSubject)).IsAllowed);
        }

        Advance(TimeSpan.FromDays(400));
        var over = await BeginAsync(One, OfSubject);
        Assert.Equal((OfSubject, 100, null), (over.Refused, over.Failures, over.RetryAfter));
        Assert.False((await LookAsync(One, OfSubject)).IsAllowed);
    }

    [Fact]
    public async Task Of_fifty_at_once_after_the_wait_exactly_one_gets_through()
    {
        await FailAsync(OfSubject, 10);
        Advance(Wait);

        var begun = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => Task.Run(() => BeginAsync(i % 2 == 0 ? One : Other, OfSubject))));

        Assert.Single(begun, one => one.IsAllowed);
        Assert.Equal(11, (await BeginAsync(One, OfSubject)).Failures);
    }

    [Fact]
    public async Task Of_fifty_at_once_from_the_start_exactly_ten_get_through()
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => Task.Run(() => BeginAsync(i % 2 == 0 ? One : Other, OfSubject))));

        Assert.Equal(10, begun.Count(one => one.IsAllowed));
    }

    [Fact]
    public async Task Nodes_have_one_count_and_a_restart_forgets_nothing()
    {
        await FailAsync(OfSubject, 6);
        for (var i = 0; i < 4; i++) Assert.True((await BeginAsync(Other, OfSubject)).IsAllowed);

        await using var restarted = await AgainAsync();

        foreach (var node in (StoreUnderTest[])[One, Other, restarted]) Assert.False((await BeginAsync(node, OfSubject)).IsAllowed);
    }

    [Fact]
    public async Task Who_has_come_to_a_bound_is_listed_until_they_are_freed()
    {
        await FailAsync(OfSubject, 9);
        Assert.Empty(await Attempts.ListAsync(10, null, 50, Cancellation));

        await FailAsync(OfSubject, 1);

        // what fails under a policy counts under the milder ones as well
        var held = await Other.Get<IFaceAttempts>().ListAsync(10, null, 50, Cancellation);
        Assert.Equal([Standard - 1, Standard], held.Select(one => one.Rank).Order());
        Assert.All(held, one => Assert.Equal(
            (AttemptScope.Subject, Subject, 10, false), (one.Scope, one.Holder, one.Failures, one.IsAltered)));
        Assert.Equal(held[1], Assert.Single(await Attempts.ListAsync(10, held[0].Id, 50, Cancellation)));
        await Attempts.FreeAsync(AttemptScope.Subject, Subject.ToString(), Cancellation);
        Assert.Empty(await Attempts.ListAsync(10, null, 50, Cancellation));
    }

    [Fact]
    public async Task What_was_switched_off_stays_so_over_a_restart_and_retention_until_it_is_freed()
    {
        await FailAsync(OfSubject, 100);
        Advance(TimeSpan.FromDays(200));
        await One.Get<IRetention>().RunAsync(_ => { }, Cancellation);
        await using var restarted = await AgainAsync();
        Assert.Null((await BeginAsync(restarted, OfSubject)).RetryAfter);
        Assert.False((await BeginAsync(restarted, OfSubject)).IsAllowed);

        Assert.True(await restarted.Get<IFaceAttempts>().FreeAsync(AttemptScope.Subject, Subject.ToString(), Cancellation));
        Assert.False(await restarted.Get<IFaceAttempts>().FreeAsync(AttemptScope.Subject, Subject.ToString(), Cancellation));

        for (var i = 0; i < 10; i++) Assert.True((await BeginAsync(One, OfSubject)).IsAllowed);
    }

    [Fact]
    public async Task A_success_begins_the_count_anew_and_what_is_refused_is_not_counted()
    {
        await FailAsync(OfSubject, 9);
        var last = await BeginAsync(One, OfSubject);
        for (var i = 0; i < 20; i++) Assert.False((await BeginAsync(One, OfSubject)).IsAllowed);

        await AcceptAsync(Other, last);

        Assert.Equal(0, await RowsAsync());
        for (var i = 0; i < 10; i++) Assert.True((await BeginAsync(One, OfSubject)).IsAllowed);
        Assert.False((await BeginAsync(One, OfSubject)).IsAllowed);
    }

    [Fact]
    public async Task A_success_clears_its_own_policy_and_milder_ones_and_no_stricter()
    {
        await FailAsync(OfSubject, 9, Strict);

        for (var i = 0; i < 3; i++) await AcceptAsync(One, await BeginAsync(One, OfSubject, Passive));
        Assert.True((await BeginAsync(One, OfSubject, Standard)).IsAllowed);
        Assert.False((await LookAsync(One, OfSubject, Standard)).IsAllowed);
        Assert.True((await LookAsync(One, OfSubject, Passive)).IsAllowed);

        Advance(Wait);
        await AcceptAsync(One, await BeginAsync(One, OfSubject, Standard));
        Assert.True((await BeginAsync(One, OfSubject, Strict)).IsAllowed);
        Assert.False((await LookAsync(One, OfSubject, Strict)).IsAllowed);
        Assert.True((await LookAsync(One, OfSubject, Standard)).IsAllowed);
    }

    [Fact]
    public async Task Purposes_are_counted_each_by_itself_and_one_clears_no_other()
    {
        await FailAsync(OfAccount, 10, Standard, SessionPurpose.Enroll);

        await AcceptAsync(One, await BeginAsync(One, OfAccount));

        Assert.False((await BeginAsync(One, OfAccount, Standard, SessionPurpose.Enroll)).IsAllowed);
        Assert.True((await BeginAsync(One, OfAccount)).IsAllowed);
    }

    [Fact]
    public async Task What_is_taken_back_leaves_the_count_and_its_wait_as_they_were()
    {
        await TakeBackAsync(One, await BeginAsync(One, OfSubject));
        Assert.Equal(0, await RowsAsync());
        await FailAsync(OfSubject, 10);
        Advance(Wait);
        var begun = await BeginAsync(One, OfSubject);

        await TakeBackAsync(Other, begun);
        await TakeBackAsync(Other, await BeginAsync(One, OfSubject));

        Assert.True((await BeginAsync(One, OfSubject)).IsAllowed);
        Assert.Equal(11, (await BeginAsync(One, OfSubject)).Failures);
    }

    [Fact]
    public async Task An_attempt_is_counted_in_all_its_counts_or_in_none()
    {
        AttemptBound[] both = [OfAccount, OfSubject];
        await FailAsync(OfAccount, 10);

        for (var i = 0; i < 20; i++)
            Assert.Equal(OfAccount, (await Attempts.TryBeginAsync(SessionPurpose.Verify, Standard, both, Cancellation)).Refused);

        await FailAsync(OfSubject, 10);
        Assert.True((await BeginAsync(One, OfSubject)).RetryAfter <= Wait);
    }

    [Fact]
    public async Task Ten_and_a_hundred_are_told_as_walls_each_once()
    {
        var walls = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            Advance(Wait);
            walls.AddRange((await BeginAsync(One, OfSubject)).Ticket!.Walls.Select(wall => wall.Failures));
        }

        Assert.Equal([10, 100], walls);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_an_hour_neither_frees_anybody_nor_locks_them_out()
    {
        await FailAsync(OfSubject, 10);
        One.Clock.AdjustTime(One.Clock.GetUtcNow() - TimeSpan.FromHours(1));
        Other.Clock.AdjustTime(One.Clock.GetUtcNow());

        Assert.Equal(Wait, (await BeginAsync(One, OfSubject)).RetryAfter);
        Advance(Wait);
        Assert.True((await BeginAsync(Other, OfSubject)).IsAllowed);
        Assert.Equal(11, (await BeginAsync(One, OfSubject)).Failures);
    }

    [Fact]
    public async Task A_node_whose_clock_is_behind_shortens_nobodys_wait()
    {
        await FailAsync(OfSubject, 10);
        Other.Clock.AdjustTime(One.Clock.GetUtcNow() - TimeSpan.FromSeconds(20));

        Assert.False((await LookAsync(Other, OfSubject)).IsAllowed);
        Assert.False((await BeginAsync(Other, OfSubject)).IsAllowed);

        One.Clock.Advance(Wait - TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), (await BeginAsync(One, OfSubject)).RetryAfter);
        One.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await BeginAsync(One, OfSubject)).IsAllowed);
    }

    [Fact]
    public async Task Counts_go_with_their_subject_and_one_that_is_gone_leaves_none()
    {
        await FailAsync(OfSubject, 10);
        await One.Subjects.EraseAsync(Subject, Cancellation);
        Assert.Equal(0, await RowsAsync());

        Assert.True((await BeginAsync(Other, OfSubject)).IsAllowed);
        Assert.Equal(0, await RowsAsync());
    }

    IFaceAttempts Attempts => One.Get<IFaceAttempts>();
}
