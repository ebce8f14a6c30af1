namespace FaceAuth.Signaling.Webhooks;

/// <summary>Shares the attempts that may be under way among endpoints and relying parties: none takes the others' places.</summary>
/// <remarks>A relying party gets a quarter of them with all its endpoints. Safe from many threads.</remarks>
/// <param name="most">Altogether.</param>
/// <param name="perEndpoint">At one endpoint; one that fails gets one at a time.</param>
internal sealed class WebhookSlots(int most, int perEndpoint)
{
    readonly Lock _gate = new();
    readonly Dictionary<Guid, (int Count, bool IsFailing)> _taken = [];   // as many entries as attempts at most
    readonly Dictionary<string, int> _byOwner = [];   // neither are these more
    readonly int _perOwner = Math.Max(perEndpoint, most / 4);
    int _all;
    int _failing;

    /// <summary>Attempts that may be begun.</summary>
    public int Free
    {
        get { lock (_gate) return most - _all; }
    }

    /// <summary>Whether endpoints that fail get any more: half is kept for those that work.</summary>
    public bool TakesFailing
    {
        get { lock (_gate) return _failing < most / 2; }
    }

    /// <summary>Endpoints that get no more now.</summary>
    public List<Guid> Busy
    {
        get { lock (_gate) return [.. _taken.Where(one => IsFull(one.Value)).Select(one => one.Key)]; }
    }

    /// <summary>Relying parties that get no more now.</summary>
    public List<string> BusyOwners
    {
        get { lock (_gate) return [.. _byOwner.Where(one => one.Value >= _perOwner).Select(one => one.Key)]; }
    }

    /// <summary>Takes a place; false when the endpoint, its relying party, or all of them together, has as many as it may.</summary>
    public bool TryTake(Guid endpoint, string owner, bool isFailing)
    {
        lock (_gate)
        {
            var (taken, owned) = (_taken.GetValueOrDefault(endpoint), _byOwner.GetValueOrDefault(owner));
            if (_all >= most || owned >= _perOwner) return false;
            if (IsFull(taken) || (isFailing && (taken.Count > 0 || _failing >= most / 2))) return false;
            _taken[endpoint] = (taken.Count + 1, isFailing || taken.IsFailing);
            _byOwner[owner] = owned + 1;
            _all++;
            if (isFailing) _failing++;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Release(Guid endpoint, string owner, bool isFailing)
    {
        lock (_gate)
        {
            if (--_byOwner[owner] == 0) _byOwner.Remove(owner);
            var taken = _taken[endpoint];
            if (taken.Count == 1) _taken.Remove(endpoint);
            else _taken[endpoint] = (taken.Count - 1, taken.IsFailing && !isFailing);
            _all--;
            if (isFailing) _failing--;
        }
    }

    bool IsFull((int Count, bool IsFailing) taken) => taken.Count >= (taken.IsFailing ? 1 : perEndpoint);
}
