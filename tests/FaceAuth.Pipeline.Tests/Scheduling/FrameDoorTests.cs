using FaceAuth.Frames;
using FaceAuth.Pipeline.Scheduling;

namespace FaceAuth.Pipeline.Tests.Scheduling;

public sealed class FrameDoorTests : IDisposable
{
    readonly VideoFramePool _pool = new(limit: 8, kept: 8);
    readonly FrameDoor _door = new();

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void Keeps_the_newest_and_disposes_the_older()
    {
        Assert.Equal(DoorAnswer.Waiting, _door.Offer(Rent()));
        var newest = Rent();
        Assert.Equal(DoorAnswer.TookAnothersPlace, _door.Offer(newest));
        Assert.Equal(1, _pool.Out);

        Assert.Same(newest, _door.TryTake());
        Assert.Null(_door.TryTake());
        Assert.False(_door.HasFrame);
        newest.Dispose();
    }

    [Fact]
    public void Drops_everything_once_closed()
    {
        _door.Offer(Rent());

        Assert.True(_door.Close());
        Assert.False(_door.Close());
        Assert.Equal(DoorAnswer.Closed, _door.Offer(Rent()));
        Assert.Equal(0, _pool.Out);
    }

    [Fact]
    public async Task Leaks_nothing_when_closed_while_offered_to()
    {
        for (var round = 0; round < 200; round++)
        {
            var door = new FrameDoor();
            using var together = new Barrier(2);
            await Task.WhenAll(
                Task.Run(() =>
                {
                    together.SignalAndWait();
                    for (var i = 0; i < 4; i++) door.Offer(Rent());
                }),
                Task.Run(() =>
                {
                    together.SignalAndWait();
                    door.Close();
                }));

            Assert.Equal(0, _pool.Out);
        }
    }

    VideoFrame Rent()
    {
        Assert.True(_pool.TryRent(64, 48, out var frame));
        return frame;
    }
}
