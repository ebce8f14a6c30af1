using FaceAuth.Frames;

namespace FaceAuth.Pipeline.Tests.Scheduling;

public sealed class VideoFramePoolTests : IDisposable
{
    readonly VideoFramePool _pool = new(limit: 2, kept: 1);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void Names_who_rented_what_is_still_out()
    {
        _pool.TryRent(64, 48, out var mine);
        _pool.TryRent(32, 16, out var theirs, owner: "decoder");

        var leaks = _pool.Leaks();
        theirs.Dispose();
        mine.Dispose();

#if DEBUG
        Assert.Equal(["32×16 rented by decoder", $"64×48 rented by {nameof(Names_who_rented_what_is_still_out)}"], leaks.Order());
#else
        Assert.Equal(["2 frames (a debug build names who rented them)"], leaks);
#endif
        Assert.Equal([], _pool.Leaks());
    }

    [Fact]
    public void Refuses_above_its_limit_and_counts_it()
    {
        _pool.TryRent(64, 48, out var first);
        _pool.TryRent(64, 48, out var second);

        Assert.False(_pool.TryRent(64, 48, out _));
        first.Dispose();
        first.Dispose();   // a second time does nothing
        Assert.True(_pool.TryRent(64, 48, out var third));
        Assert.False(_pool.TryRent(64, 48, out _));

        Assert.Equal((2, 2), (_pool.Out, _pool.Refused));
        second.Dispose();
        third.Dispose();
    }
}
