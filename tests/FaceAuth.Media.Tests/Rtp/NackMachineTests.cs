using FaceAuth.Media.Rtp;

namespace FaceAuth.Media.Tests.Rtp;

public sealed class NackMachineTests
{
    readonly NackMachine _nack = new(retries: 4, timeout: Ms(500));

    [Fact]
    public void Gives_a_reordered_packet_10_ms()
    {
        _nack.HandleGap(10, 11, Ms(0));

        Assert.Equal(Ms(10), _nack.Deadline);
        Assert.Empty(Take(9));
        Assert.Equal([10], Take(10));
    }

    [Fact]
    public void Asks_at_once_when_three_later_packets_came()
    {
        _nack.HandleGap(10, 11, Ms(0));
        _nack.HandleHighest(12, Ms(1));
        Assert.Empty(Take(1));

        _nack.HandleHighest(13, Ms(2));

        Assert.Equal([10], Take(2));
    }

    [Fact]
    public void Asks_again_after_a_round_trip_and_no_more_often_than_allowed()
    {
        _nack.HandleGap(10, 11, Ms(0));
        var asked = new List<double>();

        for (var now = 0; now < 400; now++)
            if (Take(now).Length > 0) asked.Add(now);

        Assert.Equal([10, 135, 260, 385], asked);   // 100 ms round trip until measured, times 1.25
        Assert.False(_nack.IsHopeless(10, Ms(499)));
        Assert.True(_nack.IsHopeless(10, Ms(510)));
    }

    [Fact]
    public void On_a_short_round_trip_the_requests_are_spread_over_the_whole_patience()
    {
        _nack.HandleGap(1, 2, Ms(0));
        Take(10);
        _nack.HandleArrival(1, retransmitted: true, Ms(11));
        _nack.HandleGap(5, 6, Ms(1000));
        var asked = new List<double>();

        for (var now = 1000; now < 1600; now++)
            if (Take(now).Length > 0) asked.Add(now);

        Assert.Equal([1010, 1135, 1260, 1385], asked);
    }

    [Fact]
    public void Learns_the_round_trip_from_an_answer_to_a_single_request()
    {
        _nack.HandleGap(10, 12, Ms(0));
        Take(10);
        _nack.HandleArrival(10, retransmitted: true, Ms(50));

        Assert.Equal(Ms(40), _nack.RoundTrip);
        Take(135);
        _nack.HandleArrival(11, retransmitted: true, Ms(140));
        Assert.Equal(Ms(40), _nack.RoundTrip);
    }

    [Fact]
    public void An_original_that_comes_late_teaches_nothing()
    {
        _nack.HandleGap(10, 11, Ms(0));
        Take(10);

        _nack.HandleArrival(10, retransmitted: false, Ms(11));

        Assert.Equal(Ms(100), _nack.RoundTrip);
        Assert.Equal(0, _nack.Count);
        Assert.Equal(TimeSpan.MaxValue, _nack.Deadline);
    }

    [Fact]
    public void Waits_three_round_trips_when_that_is_longer_than_the_timeout()
    {
        _nack.HandleGap(1, 2, Ms(0));
        Take(10);
        _nack.HandleArrival(1, retransmitted: true, Ms(310));
        _nack.HandleGap(5, 6, Ms(1000));

        Assert.False(_nack.IsHopeless(5, Ms(1899)));
        Assert.True(_nack.IsHopeless(5, Ms(1900)));
    }

    [Fact]
    public void However_long_the_round_trip_waits_no_longer_than_the_bound()
    {
        var nack = new NackMachine(retries: 10, timeout: Ms(500), longest: Ms(800));
        nack.HandleGap(1, 2, Ms(0));
        nack.Take(Ms(10), new long[1]);
        nack.HandleArrival(1, retransmitted: true, Ms(410));
        nack.HandleGap(5, 6, Ms(1000));

        Assert.Equal(Ms(400), nack.MeasuredRoundTrip);
        Assert.False(nack.IsHopeless(5, Ms(1799)));
        Assert.True(nack.IsHopeless(5, Ms(1800)));
    }

    [Theory]
    [InlineData(2, 10)]
    [InlineData(15, 30)]
    [InlineData(80, 50)]
    public void Gives_a_reordered_packet_twice_the_jitter_within_limits(double jitter, double askedAt)
    {
        _nack.Jitter = Ms(jitter);

        _nack.HandleGap(10, 11, Ms(0));

        Assert.Equal(Ms(askedAt), _nack.Deadline);
    }

    [Fact]
    public void What_is_given_up_or_passed_over_counts_as_lost_once()
    {
        _nack.HandleGap(10, 20, Ms(0));
        _nack.HandleArrival(12, retransmitted: false, Ms(1));
        _nack.DropBelow(15);
        Assert.Equal(4, _nack.Lost);

        _nack.GiveUp(Ms(500));

        Assert.Equal(9, _nack.Lost);
        Assert.Equal(0, _nack.Count);
        Assert.True(_nack.IsHopeless(16, Ms(1)));
    }

    [Fact]
    public void Holds_no_more_than_512_and_says_so()
    {
        Assert.True(_nack.HandleGap(0, 512, Ms(0)));
        Assert.False(_nack.HandleGap(600, 601, Ms(0)));

        Assert.Equal(0, _nack.Count);
        Assert.Equal(513, _nack.Lost);
    }

    [Fact]
    public void Hands_out_a_long_list_in_parts()
    {
        _nack.HandleGap(0, 100, Ms(0));

        var sequences = new long[64];
        Assert.Equal(64, _nack.Take(Ms(10), sequences));
        Assert.Equal(36, _nack.Take(Ms(10), sequences));
        Assert.Equal(0, _nack.Take(Ms(10), sequences));
    }

    [Fact]
    public void Keeps_its_order_when_the_start_is_extended_backwards()
    {
        _nack.HandleGap(20, 22, Ms(0));
        _nack.HandleGap(10, 12, Ms(0));

        Assert.Equal([10, 11, 20, 21], Take(10));
    }

    long[] Take(double ms)
    {
        var sequences = new long[64];
        return sequences[.._nack.Take(Ms(ms), sequences)];
    }

    static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
