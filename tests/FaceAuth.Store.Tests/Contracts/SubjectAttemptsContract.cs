using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every count of attempts does.</summary>
public abstract class SubjectAttemptsContract : IAsyncLifetime
{
    const int Most = 3;
    protected static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    readonly Guid _subject = Guid.NewGuid();

    protected abstract ISubjectAttempts Attempts { get; }

    [Fact]
    public async Task A_subject_may_be_tried_so_often_and_others_have_their_own_count()
    {
        for (var i = 0; i < Most; i++)
        {
            Assert.True(await Attempts.MayTryAsync(_subject, Most));
            Assert.True(await BeginAsync());
        }

        Assert.False(await Attempts.MayTryAsync(_subject, Most));
        Assert.False(await BeginAsync());
        Assert.True(await Attempts.TryBeginAsync(Guid.NewGuid(), Most, Window));
    }

    [Fact]
    public async Task Looking_counts_nothing()
    {
        for (var i = 0; i < 3 * Most; i++) Assert.True(await Attempts.MayTryAsync(_subject, Most));

        Assert.True(await BeginAsync());
    }

    [Fact]
    public async Task What_is_taken_back_makes_room_for_one()
    {
        for (var i = 0; i < Most; i++) await BeginAsync();

        await Attempts.TakeBackAsync(_subject);

        Assert.True(await BeginAsync());
        Assert.False(await BeginAsync());
    }

    [Fact]
    public async Task More_is_not_taken_back_than_was_counted()
    {
        await Attempts.TakeBackAsync(_subject);
        await BeginAsync();
        for (var i = 0; i < 2; i++) await Attempts.TakeBackAsync(_subject);

        for (var i = 0; i < Most; i++) Assert.True(await BeginAsync());
        Assert.False(await BeginAsync());
    }

    [Fact]
    public async Task Who_was_accepted_begins_anew()
    {
        for (var i = 0; i < Most; i++) await BeginAsync();

        await Attempts.HandleAcceptedAsync(_subject, Window);

        for (var i = 0; i < Most; i++) Assert.True(await BeginAsync());
        Assert.False(await BeginAsync());
    }

    [Fact]
    public async Task A_refused_attempt_is_not_counted()
    {
        for (var i = 0; i < 2 * Most; i++) await BeginAsync();

        await Attempts.TakeBackAsync(_subject);

        Assert.True(await BeginAsync());
    }

    [Fact]
    public async Task Of_many_at_once_so_many_get_through()
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(BeginAsync)));

        Assert.Equal(Most, begun.Count(one => one));
        Assert.False(await BeginAsync());
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    Task<bool> BeginAsync() => Attempts.TryBeginAsync(_subject, Most, Window).AsTask();
}
