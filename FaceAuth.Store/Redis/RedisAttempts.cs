using FaceAuth.Store.Contracts;
using FaceAuth.Store.Shared;

namespace FaceAuth.Store.Redis;

/// <summary>Attempts on all nodes together.</summary>
internal sealed class RedisAttempts : ISubjectAttempts
{
    readonly SharedCounts<Guid> _counts;

    public RedisAttempts(RedisLink link, RedisNames names, NodeIdentity node, TimeProvider time)
    {
        _counts = new(link, node, time, "attempts", subject => names.Of("attempts", subject.ToString("N")));
        link.OnReturn(_counts.CatchUpAsync);
    }

    public ValueTask<bool> MayTryAsync(Guid subject, int most) => _counts.HasRoomAsync(subject, most);

    public async ValueTask<bool> TryBeginAsync(Guid subject, int most, TimeSpan window) =>
        await _counts.TryTakeAsync(subject, most, window) is null;

    public ValueTask TakeBackAsync(Guid subject) => _counts.TakeBackAsync(subject);

    public ValueTask HandleAcceptedAsync(Guid subject, TimeSpan window) => _counts.ResetAsync(subject, window);
}
