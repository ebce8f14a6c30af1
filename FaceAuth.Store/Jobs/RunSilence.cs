using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Jobs;

/// <summary>How long runs have told nothing, as this process has seen it by its own steady clock.</summary>
/// <remarks>
/// Nodes' clocks need not agree, and one may be set: when a node says that it wrote is only compared with what it said before. What was
/// never looked at is not silent yet, and of a pause in which this process itself stood still only a part counts. Safe from many threads.
/// </remarks>
internal sealed class RunSilence(TimeProvider clock)
{
    /// <summary>Runs that are remembered: more than go on at a time.</summary>
    const int Most = Limits.ListCount;

    /// <summary>Looks that it takes at least until a run is silent.</summary>
    const int Looks = 3;

    readonly Lock _gate = new();
    readonly Dictionary<long, (DateTimeOffset? HeardAt, long LookedAt, TimeSpan Silent)> _seen = [];

    /// <summary>Looks at a run that goes on; says whether it has told nothing for so long.</summary>
    public bool IsSilent(JobRunRow run, TimeSpan silence)
    {
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            var isKnown = _seen.TryGetValue(run.Id, out var seen);
            if (!isKnown && _seen.Count >= Most) return false;
            var silent = TimeSpan.Zero;
            if (isKnown && seen.HeardAt == run.HeardAt)
            {
                var passed = clock.GetElapsedTime(seen.LookedAt, now);
                silent = seen.Silent + (passed < silence / Looks ? passed : silence / Looks);
            }

            _seen[run.Id] = (run.HeardAt, now, silent);
            return silent >= silence;
        }
    }

    /// <summary>Forgets the runs that are not among those that go on.</summary>
    public void Keep(IReadOnlyCollection<long> running)
    {
        lock (_gate)
            foreach (var run in _seen.Keys.Where(run => !running.Contains(run)).ToList()) _seen.Remove(run);
    }
}
