using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Jobs;

/// <summary>How long runs have told nothing, as this process has seen it by its own steady clock.</summary>
/// <remarks>
/// Nodes' clocks need not agree, and one may be set: when a node says that it wrote is only compared with what it said before. What was
/// never looked at is not silent yet. Safe from many threads.
/// </remarks>
internal sealed class RunSilence(TimeProvider clock)
{
    /// <summary>Runs that are remembered: more than go on at a time.</summary>
    const int Most = Limits.ListCount;

    readonly Lock _gate = new();
    readonly Dictionary<long, (DateTimeOffset? HeardAt, long Since)> _seen = [];

    /// <summary>Looks at a run that goes on; says whether it has told nothing for so long.</summary>
    public bool IsSilent(JobRunRow run, TimeSpan silence)
    {
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            if (_seen.TryGetValue(run.Id, out var seen) && seen.HeardAt == run.HeardAt)
                return clock.GetElapsedTime(seen.Since, now) >= silence;
            if (seen != default || _seen.Count < Most) _seen[run.Id] = (run.HeardAt, now);
            return false;
        }
    }

    /// <summary>Forgets the runs that are not among those that go on.</summary>
    public void Keep(IReadOnlyCollection<long> running)
    {
        lock (_gate)
            foreach (var run in _seen.Keys.Where(run => !running.Contains(run)).ToList()) _seen.Remove(run);
    }
}
