using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Injection;

namespace FaceAuth.Pipeline.Tests.Deciding.Injection;

public sealed class StillMachineTests : IDisposable
{
    readonly StillMachine _machine = new();
    readonly DrawnScene _scene = new();

    [Theory]
    [InlineData(25)]
    [InlineData(8)]
    public void A_scene_that_stays_exactly_as_it_is_behind_somebody_who_moves_is_told(double rate)
    {
        Assert.Equal(SignalState.Raised, Play(rate, 4, at => at, 0));
    }

    [Fact]
    public void A_sensors_noise_is_clear()
    {
        Assert.Equal(SignalState.Clear, Play(25, 8, at => at, 0.3));
    }

    [Fact]
    public void A_frozen_picture_says_nothing()
    {
        Assert.Equal(SignalState.Unknown, Play(25, 8, _ => 1, 0));
    }

    [Fact]
    public void Few_pictures_say_nothing()
    {
        Assert.Equal(SignalState.Unknown, Play(3, 12, at => at, 0));
    }

    [Fact]
    public void Nor_does_a_moment()
    {
        Assert.Equal(SignalState.Unknown, Play(25, 2.5, at => at, 0));
    }

    public void Dispose() => _scene.Dispose();

    SignalState Play(double rate, double seconds, Func<double, double> moment, double noise)
    {
        for (var i = 0; i < seconds * rate; i++)
            _machine.Handle(TimeSpan.FromSeconds(i / rate), _scene.At(moment(i / rate), noise));
        return _machine.Signal;
    }
}
