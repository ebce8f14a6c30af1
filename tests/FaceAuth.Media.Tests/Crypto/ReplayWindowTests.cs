using FaceAuth.Media.Crypto;

namespace FaceAuth.Media.Tests.Crypto;

public sealed class ReplayWindowTests
{
    ReplayWindow _window;

    [Theory]
    [InlineData(0UL)]
    [InlineData(65_535UL)]
    [InlineData((1UL << 48) - 1)]
    public void The_first_index_may_be_any_and_comes_once(ulong index)
    {
        Assert.True(_window.IsNew(index));

        _window.Mark(index);

        Assert.False(_window.IsNew(index));
        Assert.True(_window.IsNew(index + 1));
    }

    [Fact]
    public void An_index_in_the_window_is_new_until_it_is_marked()
    {
        _window.Mark(10_000);

        Assert.True(_window.IsNew(10_000 - ReplayWindow.Size + 1));
        Assert.False(_window.IsNew(10_000 - ReplayWindow.Size));
        Assert.True(_window.IsTooOld(10_000 - ReplayWindow.Size));

        _window.Mark(10_000 - ReplayWindow.Size + 1);
        Assert.False(_window.IsNew(10_000 - ReplayWindow.Size + 1));
        Assert.False(_window.IsTooOld(10_000 - ReplayWindow.Size + 1));
    }

    [Fact]
    public void Marking_an_index_that_is_too_old_changes_nothing()
    {
        _window.Mark(10_000);

        _window.Mark(10_000 - 1024);   // the same bit of the ring as an index that is in the window

        Assert.True(_window.IsNew(10_000 - 1));
        Assert.False(_window.IsNew(10_000));
        Assert.Equal(10_000UL, _window.Highest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_agrees_with_a_set_of_all_indexes_seen(int seed)
    {
        var random = new Random(seed);
        var seen = new HashSet<ulong>();
        ulong highest = 0;

        for (var i = 0; i < 20_000; i++)
        {
            var step = random.Next(100) switch { 0 => random.Next(5_000), < 30 => random.Next(70), _ => random.Next(3) };
            var index = random.Next(3) == 0 ? highest + (ulong)step : highest - Math.Min(highest, (ulong)random.Next(1_200));
            var expected = (seen.Count == 0 || index > highest || highest - index < ReplayWindow.Size) && !seen.Contains(index);

            Assert.Equal(expected, _window.IsNew(index));

            if (!expected) continue;
            _window.Mark(index);
            seen.Add(index);
            highest = Math.Max(highest, index);
        }
    }
}
