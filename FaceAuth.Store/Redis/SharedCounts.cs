using FaceAuth.Store.Shared;

namespace FaceAuth.Store.Redis;

/// <summary>Counts in windows that all nodes add to, and that each node keeps of its own beside.</summary>
/// <remarks>
/// Both must have room: what the node counted holds whatever becomes of Redis. While Redis is away, what it last said of the other nodes
/// holds too; what was counted meanwhile is told as soon as it is back.
/// </remarks>
/// <param name="link">To Redis.</param>
/// <param name="node">This node.</param>
/// <param name="time">The clock of the node's own windows.</param>
/// <param name="what">What calls that fall back are counted as.</param>
/// <param name="nameOf">The name in Redis of a key.</param>
internal sealed class SharedCounts<TKey>(RedisLink link, NodeIdentity node, TimeProvider time, string what, Func<TKey, string> nameOf)
    where TKey : notnull
{
    readonly WindowCounts<TKey> _own = new(time);

    /// <summary>Counts one if there is room; otherwise says when there is.</summary>
    public async ValueTask<TimeSpan?> TryTakeAsync(TKey key, int most, TimeSpan window)
    {
        if (!_own.TryTake(key, most, window, out var state)) return state.Left;
        if (await TellAsync(key, state, most, isTaking: true) is { } answer) return answer.IsAllowed ? null : answer.Wait;
        if (state.Count + state.Others <= most) return null;
        _own.TakeBack(key);
        return state.OthersLeft;
    }

    /// <summary>Tells what could not be told while Redis was away.</summary>
    public async Task CatchUpAsync()
    {
        foreach (var key in _own.Untold())
        {
            if (!link.IsInUse) return;
            await TellAsync(key, _own.Look(key), int.MaxValue, isTaking: false);
        }
    }

    async ValueTask<WindowAnswer?> TellAsync(TKey key, WindowState state, int most, bool isTaking)
    {
        var name = nameOf(key);
        var (isDone, answer) = await link.TryAsync(
            what, database => WindowScript.TellAsync(database, name, node.Id, state, most, isTaking));
        if (!isDone) return null;
        _own.HandleTold(key, state, answer.Heard, isRefused: isTaking && !answer.IsAllowed);
        return answer;
    }
}
