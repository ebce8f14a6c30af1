using FaceAuth.Pipeline.Scheduling;

namespace FaceAuth.Pipeline.Tests.Scheduling;

public sealed class RtpClockTests
{
    readonly RtpClock _clock = new();

    [Fact]
    public void Starts_at_zero_and_counts_90_000_a_second()
    {
        Assert.Equal(TimeSpan.Zero, _clock.At(123_456));
        Assert.Equal(TimeSpan.FromSeconds(1), _clock.At(213_456));
        Assert.Equal(TimeSpan.FromTicks(10_333_333), _clock.At(216_456));
    }

    [Fact]
    public void Goes_on_where_the_timestamp_wraps()
    {
        _clock.At(uint.MaxValue - 44_999);

        Assert.Equal(TimeSpan.FromSeconds(1), _clock.At(45_000));
    }

    [Fact]
    public void Steps_back_where_the_camera_does()
    {
        _clock.At(180_000);

        Assert.Equal(TimeSpan.FromSeconds(-1), _clock.At(90_000));
    }

    [Fact]
    public void Does_not_drift_over_a_day()
    {
        uint timestamp = 0;
        var at = _clock.At(timestamp);
        for (var picture = 0; picture < 24 * 3600; picture++) at = _clock.At(unchecked(timestamp += 90_000));

        Assert.Equal(TimeSpan.FromDays(1), at);
    }
}
