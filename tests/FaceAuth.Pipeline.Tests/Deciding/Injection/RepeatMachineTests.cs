using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Injection;

namespace FaceAuth.Pipeline.Tests.Deciding.Injection;

public sealed class RepeatMachineTests : IDisposable
{
    readonly RepeatMachine _machine = new();
    readonly DrawnScene _scene = new();

    [Theory]
    [InlineData(25, 0)]
    [InlineData(25, 0.3)]    // encoded anew
    [InlineData(15, 0.3)]
    [InlineData(14.3, 0.1)]  // seen in other moments each time
    public void A_loop_is_told(double rate, double noise)
    {
        Play(rate, 12, at => at % 3.1, noise);

        Assert.Equal(SignalState.Raised, _machine.Signal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Video_that_never_comes_again_is_clear(double noise)
    {
        Play(25, 20, at => at, noise);

        Assert.Equal(SignalState.Clear, _machine.Signal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void A_picture_that_stands_still_says_nothing(double noise)
    {
        Play(25, 12, _ => 1, noise);

        Assert.Equal(SignalState.Unknown, _machine.Signal);
    }

    [Fact]
    public void A_sender_that_pauses_with_its_last_picture_repeats_nothing()
    {
        Play(25, 20, at => at < 5 ? at : at < 8 ? 5 : at - 3, 0.1);

        Assert.Equal(SignalState.Clear, _machine.Signal);
    }

    [Fact]
    public void A_camera_that_sends_each_picture_twice_repeats_nothing()
    {
        Play(25, 20, at => Math.Floor(at * 12) / 12, 0.1);

        Assert.Equal(SignalState.Clear, _machine.Signal);
    }

    public void Dispose() => _scene.Dispose();

    void Play(double rate, double seconds, Func<double, double> moment, double noise)
    {
        for (var i = 0; i < seconds * rate; i++)
            _machine.Handle(TimeSpan.FromSeconds(i / rate), _scene.At(moment(i / rate), noise));
    }
}
