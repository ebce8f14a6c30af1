using FaceAuth.Signaling.Accounts;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Signaling.Tests.Accounts;

public sealed class PasswordTurnsTests
{
    readonly FakeTimeProvider _clock = new();
    readonly PasswordTurns _turns;

    public PasswordTurnsTests() => _turns = new(_clock);

    [Fact]
    public async Task The_next_one_has_a_turn_once_the_one_before_is_over()
    {
        var first = await TakeAsync();
        var second = TakeAsync();
        Assert.False(second.IsCompleted);

        first!.Dispose();

        Assert.NotNull(await second);
    }

    [Fact]
    public async Task A_turn_ends_once_however_often_it_is_said_to()
    {
        var first = await TakeAsync();
        var (second, third) = (TakeAsync(), TakeAsync());

        first!.Dispose();
        first.Dispose();

        (await second)!.Dispose();
        Assert.NotNull(await third);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_30_s_and_whoever_left_holds_up_nobody()
    {
        var first = await TakeAsync();
        var second = TakeAsync();

        _clock.Advance(PasswordTurns.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(TimeSpan.FromSeconds(30), PasswordTurns.Patience);
        Assert.Null(await second);
        first!.Dispose();
        Assert.NotNull(await TakeAsync());
    }

    [Fact]
    public async Task More_than_may_wait_are_told_at_once()
    {
        var first = await TakeAsync();
        var waiting = Enumerable.Range(0, PasswordTurns.MostWaiting).Select(_ => TakeAsync()).ToArray();
        Assert.DoesNotContain(waiting, one => one.IsCompleted);

        Assert.Null(await TakeAsync());

        first!.Dispose();
        foreach (var one in waiting) (await one)!.Dispose();
        Assert.NotNull(await TakeAsync());
    }

    [Fact]
    public async Task Whoever_hangs_up_waits_no_longer_and_leaves_their_place_to_others()
    {
        var first = await TakeAsync();
        using var hangUp = new CancellationTokenSource();
        var second = _turns.TakeAsync("ADA", "192.0.2.7", hangUp.Token);
        var third = TakeAsync();

        await hangUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first!.Dispose();
        Assert.NotNull(await third);
    }

    [Theory]
    [InlineData("ADA", "192.0.2.8")]
    [InlineData("ADA", null)]
    [InlineData("BOB", "192.0.2.7")]
    public async Task Other_places_and_other_names_wait_for_none_of_it(string name, string? place)
    {
        using var first = await TakeAsync();

        using var other = await _turns.TakeAsync(name, place, default);

        Assert.NotNull(other);
    }

    Task<IDisposable?> TakeAsync() => _turns.TakeAsync("ADA", "192.0.2.7", default);
}
