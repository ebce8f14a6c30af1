using System.Collections.Frozen;

namespace FaceAuth.Store.Protection;

/// <summary>The root keys that count, by version, and what new rows are protected by, once the store is open.</summary>
/// <remarks>
/// It only goes forward: what was retired does not come back, whatever the database says later. Retired, a version or generation still
/// counts for a minute, for rows that were being read. Safe from many threads; zeroed on dispose.
/// </remarks>
internal sealed class KeyRing(TimeProvider clock) : IDisposable
{
    static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    volatile Held? _held;
    Func<bool>? _refresh;

    public bool IsOpen => _held is not null;

    /// <summary>What the database said last.</summary>
    public ProtectionState State => Now.State;

    /// <summary>Whether that is written down in the database, authenticated.</summary>
    public bool IsRecorded => _held is { IsRecorded: true };

    /// <summary>Which rows have authenticators (<see cref="StateSeal.AllAuthenticated"/>), as an authenticated state said.</summary>
    public int Authenticated { get; private set; }

    /// <summary>They have been given theirs.</summary>
    public void HandleAuthenticated() => Authenticated = StateSeal.AllAuthenticated;

    /// <summary>The root key of everything new.</summary>
    public RootKey Current => Now.Roots[Now.State.KeyVersion];

    /// <summary>The version that this process's own master key opens.</summary>
    public int OwnVersion => Now.OwnVersion;

    /// <summary>How it learns of what another process made; answers whether it did.</summary>
    public void RefreshBy(Func<bool> refresh) => _refresh = refresh;

    /// <summary>As the first version of the root key alone.</summary>
    public void Open(MasterKey root) => Open(ProtectionState.First, [new(1, root)], 1, isRecorded: false);

    public void Open(ProtectionState state, IEnumerable<RootKey> roots, int ownVersion, bool isRecorded, int authenticated = 0)
    {
        lock (_lock)
        {
            Authenticated = authenticated;
            var before = _held;
            _held = new(state, roots.ToFrozenDictionary(root => root.Version), ownVersion, isRecorded, state, 0);
            foreach (var root in before?.Roots.Values ?? []) root.Dispose();
        }
    }

    /// <summary>Goes on to what the database says now, with the root keys that are new.</summary>
    public void Follow(ProtectionState state, IEnumerable<RootKey> added)
    {
        lock (_lock)
        {
            var now = Now;
            var roots = now.Roots.Values.Concat(added.Where(root => !now.Roots.ContainsKey(root.Version)));
            _held = now with
            {
                State = state,
                IsRecorded = true,
                Roots = roots.ToFrozenDictionary(root => root.Version),
                Floor = FloorOf(now),
                Since = clock.GetTimestamp(),
            };
            DropRetired();
        }
    }

    /// <summary>What is retired counts no longer, from now on: nobody reads yet.</summary>
    public void EndGrace()
    {
        lock (_lock) _held = Now with { Floor = Now.State };
        DropRetired();
    }

    /// <summary>Forgets what was retired a minute ago.</summary>
    public void DropRetired()
    {
        lock (_lock)
        {
            if (_held is not { } now) return;
            var floor = FloorOf(now).OldestKeyVersion;
            var gone = now.Roots.Values.Where(root => root.Version < floor).ToList();
            if (gone.Count == 0) return;
            _held = now with { Roots = now.Roots.Values.Except(gone).ToFrozenDictionary(root => root.Version) };
            foreach (var root in gone) root.Dispose();
        }
    }

    /// <summary>The root key of a version; null where there is none that counts.</summary>
    public RootKey? Find(int version)
    {
        if (version > Now.State.KeyVersion) _refresh?.Invoke();
        var now = Now;
        return version >= FloorOf(now).OldestKeyVersion ? now.Roots.GetValueOrDefault(version) : null;
    }

    /// <summary>Whether vectors of a transform are compared; asked of those whose authenticator holds.</summary>
    public bool Accepts(TransformId transform)
    {
        if (transform.Generation > Now.State.Generation) _refresh?.Invoke();
        var now = Now;
        return transform.Generation >= FloorOf(now).OldestGeneration && transform.Generation <= now.State.Generation
            && Find(transform.KeyVersion) is not null;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var root in _held?.Roots.Values ?? []) root.Dispose();
            _held = null;
        }
    }

    Held Now => _held ?? throw new InvalidOperationException(
        "The store is not open: StoreInitializer.InitializeAsync has not run, or the store was closed.");

    ProtectionState FloorOf(Held held) => clock.GetElapsedTime(held.Since) >= Grace ? held.State : held.Floor;

    sealed record Held(
        ProtectionState State, FrozenDictionary<int, RootKey> Roots, int OwnVersion, bool IsRecorded, ProtectionState Floor, long Since);
}
