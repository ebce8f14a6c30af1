using FaceAuth.Store.Shared;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Store.Tests.Shared;

public sealed class WindowCountsTests
{
    const string Key = "key";
    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    readonly FakeTimeProvider _clock = new();
    readonly WindowCounts<string> _counts;

    public WindowCountsTests() => _counts = new(_clock, maxKeys: 3);

    [Fact]
    public void A_window_runs_from_the_first_and_ends_for_all()
    {
        Take();
        _clock.Advance(Window / 2);
        Take();
        Assert.Equal((2, Window / 2), (_counts.Look(Key).Count, _counts.Look(Key).Left));

        _clock.Advance(Window / 2);

        Assert.Equal(0, _counts.Look(Key).Count);
        Assert.Equal((1, Window), (Take().Count, _counts.Look(Key).Left));
    }

    [Fact]
    public void When_there_is_no_more_room_for_keys_the_oldest_goes()
    {
        foreach (var key in (string[])["a", "b", "c", "d"]) _counts.TryTake(key, 9, Window, out _);

        Assert.Equal(3, _counts.Keys);
        Assert.Equal((0, 1), (_counts.Look("a").Count, _counts.Look("d").Count));
    }

    [Fact]
    public void Keys_whose_window_is_over_leave_with_the_next_that_comes()
    {
        foreach (var key in (string[])["a", "b"]) _counts.TryTake(key, 9, Window, out _);
        _clock.Advance(Window);

        Take();

        Assert.Equal(1, _counts.Keys);
    }

    [Fact]
    public void What_the_others_were_not_told_stays_known_as_such()
    {
        var first = Take();
        Take();
        Assert.Equal([Key], _counts.Untold());

        _counts.HandleTold(Key, first, default, isRefused: false);
        Assert.Equal((2, 1), (_counts.Look(Key).Count, _counts.Look(Key).Untold));
        _counts.HandleTold(Key, _counts.Look(Key), default, isRefused: false);

        Assert.Empty(_counts.Untold());
    }

    [Fact]
    public void One_that_is_refused_among_all_is_not_counted()
    {
        _counts.HandleTold(Key, Take(), new(5, Window), isRefused: true);

        Assert.Equal((0, 5), (_counts.Look(Key).Count, _counts.Look(Key).Others));
    }

    [Fact]
    public void What_is_heard_of_others_runs_out_and_is_remembered_without_an_own_count()
    {
        _counts.HandleTold(Key, default, new(5, Window), isRefused: false);
        Assert.Equal((0, 5), (_counts.Look(Key).Count, _counts.Look(Key).Others));

        _clock.Advance(Window / 2);
        Assert.Equal((Window, 5), (Take().Left, _counts.Look(Key).Others));
        _clock.Advance(Window / 2);

        Assert.Equal((1, 0), (_counts.Look(Key).Count, _counts.Look(Key).Others));
    }

    WindowState Take()
    {
        Assert.True(_counts.TryTake(Key, 9, Window, out var state));
        return state;
    }
}
