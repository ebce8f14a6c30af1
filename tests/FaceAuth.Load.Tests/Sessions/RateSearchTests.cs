using FaceAuth.Load.Sessions;

namespace FaceAuth.Load.Tests.Sessions;

public sealed class RateSearchTests
{
    [Fact]
    public void Rates_rise_until_too_few_are_accepted_soon_and_then_close_in()
    {
        var search = new RateSearch([], begin: 20);

        Assert.Equal([20, 26, 34, 45, 59, 52, 48], Held(search, bears: 50));
        Assert.Equal(48, search.Borne);
    }

    [Fact]
    public void Where_even_the_first_is_too_many_fewer_come()
    {
        var search = new RateSearch([], begin: 20);

        Assert.Equal([20, 10, 5, 7, 6], Held(search, bears: 6));
        Assert.Equal(6, search.Borne);
    }

    [Fact]
    public void Where_nobody_is_accepted_at_any_rate_it_ends()
    {
        var search = new RateSearch([], begin: 20);

        Assert.Equal([20, 10, 5, 2, 1], Held(search, bears: 0));
        Assert.Equal(0, search.Borne);
    }

    [Fact]
    public void Rates_that_were_asked_for_are_held_whatever_comes_of_them() =>
        Assert.Equal([90, 30, 60], Held(new RateSearch([90, 30, 60], begin: 20), bears: 40));

    [Fact]
    public void A_server_that_bears_everything_is_not_asked_for_ever() =>
        Assert.Equal(16, Held(new RateSearch([], begin: 1), bears: int.MaxValue).Count);

    static List<int> Held(RateSearch search, int bears)
    {
        var held = new List<int>();
        while (search.Next() is { } rate)
        {
            held.Add(rate);
            search.Take(Steps.Of(rate, [.. Enumerable.Repeat(rate <= bears ? 5.0 : 11.0, 20)]));
        }

        return held;
    }
}
