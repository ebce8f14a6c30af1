using FaceAuth.Load.Measuring;
using FaceAuth.Load.Serve;

namespace FaceAuth.Load.Tests.Serve;

public sealed class PictureTimesTests
{
    static readonly TimeSpan Start = TimeSpan.FromHours(20);

    readonly PictureTimes _times = new();

    [Fact]
    public void Counts_the_pictures_that_were_sent_in_its_window_whenever_they_come()
    {
        _times.Mark(Window(1000, 2000));

        Add(sentAt: 999, takes: 5);
        Add(sentAt: 1000, takes: 5);
        Add(sentAt: 1999, takes: 500);
        Add(sentAt: 2000, takes: 5);

        Assert.Equal(2, _times.Pictures);
    }

    [Fact]
    public void A_window_may_lie_where_timestamps_begin_anew()
    {
        var window = new PictureWindow(uint.MaxValue - 100, 100);

        Assert.True(window.Contains(uint.MaxValue - 100));
        Assert.True(window.Contains(99));
        Assert.False(window.Contains(100));
        Assert.False(window.Contains(uint.MaxValue - 101));
        Assert.False(PictureWindow.None.Contains(0));
    }

    [Fact]
    public void Tells_how_long_pictures_took()
    {
        _times.Mark(Window(0, 10_000));

        for (var i = 1; i <= 100; i++) Add(sentAt: i * 10, takes: i);

        Assert.InRange(_times.Delay(0.5), 50, 50.5);
        Assert.InRange(_times.Delay(0.99), 99, 99.5);
        Assert.InRange(_times.LongestDelayMs, 99.9, 100.1);
    }

    [Fact]
    public void Tells_of_pauses_of_more_than_200_ms_and_of_the_longest()
    {
        _times.Mark(Window(0, 10_000));

        Add(sentAt: 100, takes: 0);
        Add(sentAt: 300, takes: 0, before: 100);
        Add(sentAt: 501, takes: 0, before: 300);

        Assert.Equal(1, _times.Gaps);
        Assert.Equal(201, _times.LongestGap.TotalMilliseconds);
    }

    [Fact]
    public void Forgets_all_at_the_next_mark()
    {
        _times.Mark(Window(0, 10_000));
        Add(sentAt: 1000, takes: 7, before: 1);

        _times.Mark(Window(20_000, 30_000));

        Assert.Equal(
            (0, 0, TimeSpan.Zero, 0.0, 0.0), (_times.Pictures, _times.Gaps, _times.LongestGap, _times.Delay(0.5), _times.LongestDelayMs));
    }

    static PictureWindow Window(int from, int until) => new(RtpTime.Of(At(from)), RtpTime.Of(At(until)));

    static TimeSpan At(int milliseconds) => Start + TimeSpan.FromMilliseconds(milliseconds);

    void Add(int sentAt, int takes, int? before = null) =>
        _times.Add(RtpTime.Of(At(sentAt)), At(sentAt + takes), before is { } last ? At(last) : null);
}
