using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Attempts;

/// <summary>What one row says under one bound, and how it changes. Does no IO and reads no clock.</summary>
/// <remarks>
/// Times are the application's. Nodes' clocks differ, so that the last attempt may lie ahead by up to a wait. Further ahead, a clock was
/// set back: the attempt then counts as made now, so that whoever waits does so once more, and not until the clock has caught up.
/// </remarks>
internal sealed class AttemptCount(FaceAttemptRow row, AttemptBound bound, bool isAltered = false)
{
    /// <summary>Between two times that it is told of a shared count that it is full.</summary>
    static readonly TimeSpan ToldEvery = AttemptBound.SharedFor;

    public FaceAttemptRow Row => row;

    public AttemptBound Bound => bound;

    public bool IsAltered => isAltered;

    /// <summary>Whether the clock was set back since the last attempt.</summary>
    public bool IsSetBack(DateTimeOffset now) => row.TriedAt - now > bound.Wait;

    /// <summary>Brings the row to <paramref name="now"/>: what a shared count forgot by then, and a clock that was set back.</summary>
    public void Settle(DateTimeOffset now)
    {
        if (isAltered && !bound.IsShared) return;   // it stays as it was found, until it is freed
        if (isAltered) (row.Failures, row.TriedAt, row.CountedAt) = (bound.Free, now, now);
        if (IsSetBack(now)) row.TriedAt = now;
        if (row.CountedAt > now) row.CountedAt = now;
        if (!bound.IsShared) return;
        var each = AttemptBound.SharedFor / bound.Free;
        var forgotten = (now - row.CountedAt).Ticks / each.Ticks;
        if (forgotten >= row.Failures) (row.Failures, row.CountedAt) = (0, now);
        else (row.Failures, row.CountedAt) = (row.Failures - (int)forgotten, row.CountedAt + (each * forgotten));
    }

    /// <summary>Why no attempt may be made at <paramref name="now"/>; null where one may. Of a row that is settled.</summary>
    public AttemptAnswer? RefusalAt(DateTimeOffset now)
    {
        if (!bound.IsShared && (isAltered || row.Failures >= bound.Most)) return new(bound, row.Failures);
        if (row.Failures < bound.Free) return null;
        var left = row.TriedAt + bound.Wait - now;
        return left > TimeSpan.Zero ? new(bound, row.Failures, left) : null;
    }

    /// <summary>Counts an attempt; returns whether the count grew, and whether it came to a wall that is to be told.</summary>
    public (bool Grew, bool IsWall) Count(DateTimeOffset now)
    {
        row.TriedAt = now;
        if (bound.IsShared && row.Failures >= bound.Free) return (false, false);
        row.Failures++;
        if (row.Failures != bound.Free && row.Failures != bound.Most) return (true, false);
        if (bound.IsShared && row.WalledAt is { } told && told <= now && now - told < ToldEvery) return (true, false);
        row.WalledAt = now;
        return (true, true);
    }

    /// <summary>The attempt that was counted at <paramref name="at"/> was none.</summary>
    public void TakeBack(DateTimeOffset at, DateTimeOffset triedBefore, bool grew)
    {
        if (grew && row.Failures > 0) row.Failures--;
        if (row.TriedAt == at) row.TriedAt = triedBefore;
    }

    /// <summary>The attempt succeeded, of a shared count: itself is taken off, and a failure with it.</summary>
    public void Succeed(bool grew) => row.Failures = Math.Max(0, row.Failures - (grew ? 2 : 1));
}
