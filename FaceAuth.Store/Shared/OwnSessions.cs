using System.Collections.Concurrent;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Shared;

/// <summary>The directory of a node that is alone: its own sessions, as many as run.</summary>
internal sealed class OwnSessions(NodeIdentity node) : ISessionDirectory
{
    readonly ConcurrentDictionary<Guid, bool> _sessions = new();

    public ValueTask AddAsync(Guid session)
    {
        _sessions[session] = true;
        return default;
    }

    public ValueTask RemoveAsync(Guid session)
    {
        _sessions.TryRemove(session, out _);
        return default;
    }

    public ValueTask<SessionPlace?> FindAsync(Guid session) => new(_sessions.ContainsKey(session) ? node.Here : null);
}
