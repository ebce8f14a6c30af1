namespace FaceAuth.Pipeline.Scheduling;

/// <summary>Who holds how many places and who waits for one, by owner or by address.</summary>
/// <remarks>
/// Nobody waits: whoever comes may have what is free. Somebody waits who has less than their share, which is the places by the number of
/// those that hold or wait: then nobody else gets more than theirs. Sans-IO; one caller at a time.
/// </remarks>
internal sealed class FairShare
{
    /// <summary>Who was turned away waits so long for the next try: a client is asked to come again in a few seconds.</summary>
    public static readonly TimeSpan WaitsFor = TimeSpan.FromSeconds(10);

    /// <summary>More are not remembered; what they would have been kept free goes to whoever comes first.</summary>
    const int MaxWaiting = 1000;

    readonly Dictionary<string, int> _held = [];   // no longer than the places
    readonly Dictionary<string, TimeSpan> _waiting = [];

    /// <summary>Whether <paramref name="who"/> may have one more of so many places.</summary>
    public bool MayTake(string who, int places, TimeSpan now)
    {
        if (_waiting.Count == 0) return true;
        Forget(now);
        var parties = _held.Count + _waiting.Keys.Count(waiting => !_held.ContainsKey(waiting));
        if (!_held.ContainsKey(who) && !_waiting.ContainsKey(who)) parties++;
        var share = (places - 1) / parties + 1;
        var somebodyWaits = _waiting.Keys.Any(waiting => waiting != who && _held.GetValueOrDefault(waiting) < share);
        return !somebodyWaits || _held.GetValueOrDefault(who) < share;
    }

    /// <summary>Was turned away because no place was free.</summary>
    public void Wait(string who, TimeSpan now)
    {
        if (_waiting.Count >= MaxWaiting && !_waiting.ContainsKey(who)) Forget(now);
        if (_waiting.Count < MaxWaiting || _waiting.ContainsKey(who)) _waiting[who] = now + WaitsFor;
    }

    /// <summary>Took a place, and waits no longer.</summary>
    public void Take(string who)
    {
        _held[who] = _held.GetValueOrDefault(who) + 1;
        _waiting.Remove(who);
    }

    /// <summary>Gave a place back.</summary>
    public void Leave(string who)
    {
        if (--_held[who] == 0) _held.Remove(who);
    }

    void Forget(TimeSpan now)
    {
        foreach (var (who, until) in _waiting)
            if (until <= now) _waiting.Remove(who);
    }
}
