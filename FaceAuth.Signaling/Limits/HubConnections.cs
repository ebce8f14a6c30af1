namespace FaceAuth.Signaling.Limits;

/// <summary>How many hub connections each session holds open.</summary>
/// <remarks>
/// A browser needs one, and another for each change of its network; without a bound whoever has one token could take the server's last
/// WebSocket from everybody else. Safe from many threads.
/// </remarks>
internal sealed class HubConnections
{
    /// <summary>Connections that one session may hold open at a time.</summary>
    public const int PerSession = 8;

    /// <summary>What a connection beyond that is counted under.</summary>
    public const string TooMany = "too_many_connections";

    readonly Lock _gate = new();
    readonly Dictionary<Guid, int> _open = [];   // no longer than the server's connections, which are bounded
    long _refused;

    /// <summary>Connections refused because their session had too many.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Counts a connection in; false when its session has too many.</summary>
    public bool TryAdd(Guid session)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(session);
            if (open < PerSession)
            {
                _open[session] = open + 1;
                return true;
            }
        }

        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>Counts one out that was counted in.</summary>
    public void Remove(Guid session)
    {
        lock (_gate)
        {
            if (_open[session] == 1) _open.Remove(session);
            else _open[session]--;
        }
    }
}
