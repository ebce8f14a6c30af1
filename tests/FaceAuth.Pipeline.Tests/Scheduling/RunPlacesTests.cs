using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Scheduling;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Tests.Scheduling;

/// <summary>Eight places: two threads, 20 ms a picture, 12 pictures a second for everybody.</summary>
public sealed class RunPlacesTests
{
    readonly RunPlaces _places = new(Eight());

    [Fact]
    public void One_owner_may_have_all_places_while_nobody_else_comes()
    {
        for (var i = 0; i < 8; i++) Assert.True(Take("shop"));

        Assert.False(Take("shop"));
        Assert.Equal(8, _places.Taken);
    }

    [Fact]
    public void Who_was_turned_away_gets_the_next_place_before_an_owner_with_more_than_its_share()
    {
        for (var i = 0; i < 8; i++) Take("shop");
        Assert.False(Take("ada"));
        _places.Leave(Request("shop"));

        Assert.False(Take("shop"));
        Assert.True(Take("ada"));
    }

    [Fact]
    public void Two_owners_that_both_wait_end_with_half_of_the_places_each()
    {
        for (var i = 0; i < 8; i++) Take("shop");
        for (var i = 0; i < 6; i++)
        {
            Take("bank");
            _places.Leave(Request("shop"));
            Take("shop");
            Take("bank");
        }

        Assert.Equal(8, _places.Taken);
        for (var i = 0; i < 4; i++) _places.Leave(Request("bank"));
        Assert.Equal(4, _places.Taken);
    }

    [Fact]
    public void An_address_with_many_accounts_gets_no_more_than_its_share_while_another_waits()
    {
        for (var i = 0; i < 8; i++) Take($"mallory{i}", "203.0.113.5");
        Assert.False(Take("ada", "198.51.100.7"));
        _places.Leave(Request("mallory0", "203.0.113.5"));

        Assert.False(Take("mallory9", "203.0.113.5"));
        Assert.True(Take("ada", "198.51.100.7"));
    }

    [Fact]
    public void Who_does_not_come_again_keeps_a_place_free_for_10_seconds_and_no_longer()
    {
        for (var i = 0; i < 8; i++) Take("shop");
        Assert.False(Take("ada"));
        _places.Leave(Request("shop"));

        Assert.False(Take("shop", seconds: 9.9));
        Assert.True(Take("shop", seconds: 10));
    }

    [Fact]
    public void However_many_are_turned_away_no_more_than_a_thousand_are_remembered()
    {
        for (var i = 0; i < 8; i++) Take("shop");
        for (var i = 0; i < 5000; i++) Assert.False(Take($"user{i}"));
        _places.Leave(Request("shop"));

        Assert.True(Take("user4999"));   // one place each, known or not
        Assert.Equal(8, _places.Taken);
    }

    static LoadMeter Eight()
    {
        var load = new LoadMeter(threads: 2, leastRate: 12);
        load.Add(TimeSpan.FromMilliseconds(20));
        return load;
    }

    static AuthRequest Request(string owner, string? origin = null) =>
        new(Guid.Empty, owner, SessionPurpose.Identify, null, PolicyNames.Passive) { Origin = origin };

    bool Take(string owner, string? origin = null, double seconds = 0) =>
        _places.TryTake(Request(owner, origin), TimeSpan.FromSeconds(seconds));
}
