using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Protection;

/// <summary>Tells of rotations: unfinished ones, and a master key that the next start needs.</summary>
internal sealed class KeyHealth(KeyFence fence, KeyRing ring, MasterKeySource source) : IHealthNotice
{
    public string? Problem() => fence.Problem;

    public string? Words()
    {
        if (!ring.IsOpen) return null;
        var state = ring.State;
        if (state.IsMovingKeys)
            return "A rotation of the master key runs, or was interrupted: then run faceauth keys rotate-master again.";
        // read again from its file alone: a program or the environment would say nothing new, or cost too much
        if (ring.OwnVersion < state.KeyVersion && !IsSet())
            return "The master key was rotated while this server ran. It goes on; before its next start set the new key " +
                "(Store:MasterKeyFile, Store:MasterKeyCommand or Store:MasterKey).";
        return state.IsRenewing
            ? $"Templates are being renewed to transform generation {state.Generation}, or that was interrupted: then run faceauth keys " +
                "rotate-transform again."
            : null;
    }

    bool IsSet()
    {
        using var key = source.TryReadFileAgain();
        return key is not null && fence.IsPresent(key);
    }
}
