using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>How often each subject may be verified without success.</summary>
/// <remarks>
/// A recording fits a session's challenges by chance once in some hundred times, and whoever sees that it does not can leave and begin
/// anew: so every offer counts that is answered, however it ends, until one is accepted or the window is over. Kept in this node's memory,
/// bounded. Safe from many threads.
/// </remarks>
internal sealed class SubjectAttempts(IOptions<RateLimitOptions> limits, TimeProvider time)
{
    const int MaxSubjects = 100_000;

    readonly Lock _gate = new();
    readonly Dictionary<Guid, Tried> _tried = [];

    /// <summary>Whether the subject may be tried now.</summary>
    public bool MayTry(Guid subject)
    {
        lock (_gate) return Of(subject).Count < limits.Value.AttemptsPerSubject;
    }

    /// <summary>Counts an attempt; false when there were too many.</summary>
    public bool TryBegin(Guid subject)
    {
        lock (_gate)
        {
            var tried = Of(subject);
            if (tried.Count >= limits.Value.AttemptsPerSubject) return false;
            if (tried.Count == 0) MakeRoom();
            _tried[subject] = tried with { Count = tried.Count + 1 };
            return true;
        }
    }

    /// <summary>The offer was not answered after all.</summary>
    public void TakeBack(Guid subject)
    {
        lock (_gate)
        {
            if (_tried.TryGetValue(subject, out var tried)) _tried[subject] = tried with { Count = Math.Max(0, tried.Count - 1) };
        }
    }

    /// <summary>It was the subject.</summary>
    public void HandleAccepted(Guid subject)
    {
        lock (_gate) _tried.Remove(subject);
    }

    Tried Of(Guid subject)
    {
        var now = time.GetElapsedTime(0);
        return _tried.TryGetValue(subject, out var tried) && now < tried.EndsAt ? tried : new(0, now + limits.Value.AttemptWindow);
    }

    void MakeRoom()
    {
        if (_tried.Count < MaxSubjects) return;
        var now = time.GetElapsedTime(0);
        foreach (var (subject, tried) in _tried)
            if (now >= tried.EndsAt) _tried.Remove(subject);
        if (_tried.Count >= MaxSubjects) _tried.Remove(_tried.MinBy(entry => entry.Value.EndsAt).Key);
    }

    readonly record struct Tried(int Count, TimeSpan EndsAt);
}
