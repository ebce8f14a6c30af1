using FaceAuth.Load.Clips;
using FaceAuth.Load.Simulate;

namespace FaceAuth.Load.Tests.Simulate;

public sealed class PictureScheduleTests
{
    static readonly TimeSpan Start = TimeSpan.FromSeconds(50);

    readonly PictureSchedule _schedule = new(firstRtpTimestamp: 4_294_967_000);

    [Fact]
    public void Pictures_are_due_at_their_own_times_from_the_first_on()
    {
        var due = Enumerable.Range(0, 4).Select(i => Place(i * 0.1, isKeyframe: i == 0, now: i == 0 ? 0 : i * 0.1 - 0.05)!.Value).ToList();

        Assert.Equal([0, 0.1, 0.2, 0.3], due.Select(Seconds));
        Assert.Equal([4_294_967_000, 8_704, 17_704, 26_704], due.Select(picture => picture.RtpTimestamp));   // wraps
    }

    [Fact]
    public void A_wanted_keyframe_is_leapt_to_and_leaves_no_hole()
    {
        Place(0, true, now: 0);
        Place(0.1, false, now: 0.05);

        Assert.Null(Place(0.2, false, now: 0.4, keyframeWanted: true));
        Assert.Null(Place(0.3, false, now: 0.4, keyframeWanted: true));
        var keyframe = Place(1.0, true, now: 0.4, keyframeWanted: true)!.Value;
        var next = Place(1.1, false, now: 0.45)!.Value;

        Assert.Equal((0.4, 0.5), (Seconds(keyframe), Seconds(next)));
        Assert.Equal(9_000u, next.RtpTimestamp - keyframe.RtpTimestamp);
        Assert.Equal(2, _schedule.Skipped);
    }

    [Fact]
    public void A_request_that_a_keyframe_on_its_way_answers_is_not_answered_twice()
    {
        Place(0, true, now: 0);

        Assert.NotNull(Place(0.1, false, now: 0.1, keyframeWanted: true));
        Assert.NotNull(Place(0.2, false, now: 0.2, keyframeWanted: true));
        Assert.Null(Place(0.4, false, now: 0.4, keyframeWanted: true));
    }

    [Fact]
    public void A_slow_encoder_delays_what_follows_instead_of_a_burst()
    {
        Place(0, true, now: 0);

        var late = Place(0.1, false, now: 2.0)!.Value;
        var next = Place(0.2, false, now: 2.0)!.Value;

        Assert.Equal((2.0, 2.1), (Seconds(late), Seconds(next)));
    }

    [Fact]
    public void A_little_lateness_is_made_up_for()
    {
        Place(0, true, now: 0);

        Assert.Equal(0.1, Seconds(Place(0.1, false, now: 0.25)!.Value));
        Assert.Equal(0.3, Seconds(Place(0.3, false, now: 0.25)!.Value));
    }

    ScheduledPicture? Place(double timestamp, bool isKeyframe, double now, bool keyframeWanted = false)
    {
        var picture = new ClipPicture([(byte)(isKeyframe ? 0x10 : 0x11)], TimeSpan.FromSeconds(timestamp));
        return _schedule.TryPlace(picture, keyframeWanted, Start + TimeSpan.FromSeconds(now), out var scheduled) ? scheduled : null;
    }

    static double Seconds(ScheduledPicture picture) => Math.Round((picture.DueAt - Start).TotalSeconds, 6);
}
