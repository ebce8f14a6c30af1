using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Shared;

/// <summary>Attempts in this node's memory alone.</summary>
internal sealed class OwnAttempts(TimeProvider time) : ISubjectAttempts
{
    readonly WindowCounts<Guid> _counts = new(time);

    public ValueTask<bool> MayTryAsync(Guid subject, int most) => new(_counts.Look(subject).Count < most);

    public ValueTask<bool> TryBeginAsync(Guid subject, int most, TimeSpan window) => new(_counts.TryTake(subject, most, window, out _));

    public ValueTask TakeBackAsync(Guid subject)
    {
        _counts.TakeBack(subject);
        return default;
    }

    public ValueTask HandleAcceptedAsync(Guid subject, TimeSpan window)
    {
        _counts.Forget(subject);
        return default;
    }
}
