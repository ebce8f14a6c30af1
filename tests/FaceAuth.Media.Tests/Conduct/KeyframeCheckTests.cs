using FaceAuth.Media.Conduct;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Media.Tests.Conduct;

public sealed class KeyframeCheckTests
{
    static readonly TimeSpan Frame = TimeSpan.FromSeconds(1 / 30.0);
    static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(60);

    readonly KeyframeCheck _check = new(new Random(5));
    TimeSpan _now = TimeSpan.FromSeconds(100);
    TimeSpan? _requestAt;
    TimeSpan _lastAt;
    long _lost;

    [Fact]
    public void An_encoder_that_answers_is_clear()
    {
        Play(4.5, answersAfter: TimeSpan.FromMilliseconds(90));

        Assert.Equal(PeerSign.Clear, _check.Signal);
        Assert.InRange(_check.Delay!.Value.TotalMilliseconds, 90, 130);
    }

    [Fact]
    public void A_recording_that_goes_on_as_it_is_is_raised()
    {
        Play(6, answersAfter: null);

        Assert.Equal(PeerSign.Raised, _check.Signal);
    }

    [Fact]
    public void A_network_that_loses_packets_accuses_nobody()
    {
        Play(6, answersAfter: null, loses: true);

        Assert.Equal(PeerSign.Unknown, _check.Signal);
    }

    [Fact]
    public void Keyframes_that_come_by_themselves_are_no_answer()
    {
        Play(6, answersAfter: null, every: TimeSpan.FromSeconds(0.5));

        Assert.Equal(PeerSign.Unknown, _check.Signal);
    }

    [Fact]
    public void One_answer_may_be_chance()
    {
        Play(1.8, answersAfter: TimeSpan.FromMilliseconds(90));

        Assert.NotNull(_check.Delay);
        Assert.Equal(PeerSign.Unknown, _check.Signal);
    }

    [Fact]
    public void Another_sessions_recording_hardly_ever_seems_to_answer()
    {
        var seeds = new Random(1);
        var clear = Enumerable.Range(0, 1000).Count(_ =>
        {
            var (here, there) = (new KeyframeCheck(new Random(seeds.Next())), new KeyframeCheck(new Random(seeds.Next())));
            for (var now = TimeSpan.Zero; now < TimeSpan.FromSeconds(8); now += Frame)
            {
                if (there.WantsKeyframe(now)) there.HandleRequest(now, 0);
                if (here.WantsKeyframe(now)) here.HandleRequest(now, 0);
                var isKey = now == TimeSpan.Zero || there.IsWaiting;   // as it was answered there
                there.HandlePicture(isKey, (640, 480), now, RoundTrip, 0);
                here.HandlePicture(isKey, (640, 480), now, RoundTrip, 0);
            }

            return here.Signal == PeerSign.Clear;   // a quarter would seem to answer once
        });

        Assert.InRange(clear, 0, 100);
    }

    [Fact]
    public void A_late_answer_is_neither()
    {
        Play(2.5, answersAfter: TimeSpan.FromSeconds(1.5));

        Assert.Equal(PeerSign.Unknown, _check.Signal);
    }

    [Fact]
    public void The_moment_is_another_one_each_time()
    {
        var moments = Enumerable.Range(0, 20).Select(seed =>
        {
            var check = new KeyframeCheck(new Random(seed));
            check.HandlePicture(true, (640, 480), TimeSpan.Zero, RoundTrip, 0);
            return check.Deadline;
        }).ToArray();

        Assert.True(moments.Distinct().Count() > 15);
        Assert.All(moments, moment => Assert.InRange(moment.TotalSeconds, 0.7, 2.0));
    }

    void Play(double seconds, TimeSpan? answersAfter, bool loses = false, TimeSpan? every = null)
    {
        var (end, keyAt) = (_now + TimeSpan.FromSeconds(seconds), _now);
        for (; _now < end; _now += Frame)
        {
            if (_check.WantsKeyframe(_now)) Ask();
            else if (_check.IsWaiting && _now - _lastAt > TimeSpan.FromMilliseconds(500)) Ask();
            if (loses) _lost++;
            var answers = answersAfter is { } delay && _requestAt is { } asked && _check.IsWaiting && _now - asked >= delay;
            var isKey = _now >= keyAt || answers;
            if (_now >= keyAt) keyAt = every is { } period ? _now + period : TimeSpan.MaxValue;
            _check.HandlePicture(isKey, (640, 480), _now, RoundTrip, _lost);
            if (isKey) _requestAt = null;
        }
    }

    void Ask()
    {
        _requestAt ??= _now;
        _lastAt = _now;
        _check.HandleRequest(_now, _lost);
    }
}
