using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.Tests.Sctp;

public sealed class CongestionWindowTests
{
    const int Packet = 1000;
    static readonly TimeSpan Empty = TimeSpan.FromMilliseconds(40);

    readonly PathModel _path = new();
    readonly CongestionWindow _window;
    TimeSpan _now = TimeSpan.FromSeconds(1);
    long _sent;

    public CongestionWindowTests() => _window = new(Packet, 1 << 20, _path);

    [Fact]
    public void Behind_a_queue_a_loss_takes_30_percent_off_once_a_round_trip()
    {
        RoundTrips(5, Empty);
        RoundTrips(1, Empty * 2);
        var before = _window.Bytes;

        Assert.True(_window.HandleLoss(1, lost: _sent - 2, last: _sent));
        Assert.False(_window.HandleLoss(1, lost: _sent - 1, last: _sent + 3));
        Assert.False(_window.HandleLoss(2, lost: _sent, last: _sent + 3));
        var once = _window.Bytes;
        Assert.True(_window.HandleLoss(1, lost: _sent + 1, last: _sent + 3));

        Assert.Equal((int)(before * 0.7), once);
        Assert.Equal((int)(once * 0.7), _window.Bytes);
    }

    [Fact]
    public void On_an_empty_path_a_loss_takes_the_window_no_lower_than_what_was_carried()
    {
        RoundTrips(5, Empty);
        Assert.InRange(_window.Bytes, 110 * Packet, 140 * Packet);
        for (var i = 0; i < 2; i++) RoundTrip(Empty, bytes: 100 * Packet);

        _window.HandleLoss(1, lost: _sent, last: _sent);

        Assert.Equal(100 * Packet, _window.Bytes);
    }

    [Fact]
    public void What_was_carried_is_forgotten_after_ten_round_trips_without_it()
    {
        RoundTrips(5, Empty);
        var before = _window.Bytes;
        for (var i = 0; i < 11; i++) RoundTrip(Empty, bytes: 2 * Packet);

        _window.HandleLoss(1, lost: _sent, last: _sent);

        Assert.Equal((int)(before * 0.7), _window.Bytes);
    }

    [Fact]
    public void Losses_that_were_none_give_the_window_back()
    {
        RoundTrips(5, Empty);
        RoundTrips(1, Empty * 2);
        var before = _window.Bytes;

        _window.HandleLoss(2, lost: _sent, last: _sent);
        _window.HandleNeedless(1);
        Assert.NotEqual(before, _window.Bytes);   // the other may have been one
        _window.HandleNeedless(1);

        Assert.Equal(before, _window.Bytes);
    }

    [Fact]
    public void Slow_start_ends_at_the_first_queue()
    {
        RoundTrips(4, Empty);
        Assert.Equal(int.MaxValue, _window.Threshold);

        RoundTrips(1, Empty * 2);

        Assert.InRange(_window.Threshold, 0, _window.Bytes);
        var before = _window.Bytes;
        RoundTrips(1, Empty * 2);
        Assert.InRange(_window.Bytes, before, before + Packet);
    }

    void RoundTrips(int count, TimeSpan roundTrip)
    {
        for (var i = 0; i < count; i++) RoundTrip(roundTrip, _window.Bytes);
    }

    // A window sent at once, and answered packet by packet a round trip later.
    void RoundTrip(TimeSpan roundTrip, int bytes)
    {
        var last = _sent + bytes / Packet;
        var isFull = bytes >= _window.Bytes;
        _now += roundTrip;
        while (_sent < last)
        {
            _path.HandleSample(roundTrip, _now);
            _path.HandleDelivered(Packet, ++_sent, last, _now);
            _window.HandleAcknowledged(Packet, flightBefore: isFull ? _window.Bytes : 0, _sent);   // each answer lets the next packet go
        }
    }
}
