using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Protection;

/// <summary>What a master key opens of a database, or the sentence that says why it does not.</summary>
/// <param name="location">What messages call the database.</param>
/// <param name="info">As it is in the database.</param>
/// <param name="rows">The versions of the root key.</param>
internal sealed class KeyOpening(string location, StoreInfoRow info, List<KeyVersionRow> rows)
{
    /// <summary>Opens <paramref name="ring"/>.</summary>
    /// <param name="ring">What is opened.</param>
    /// <param name="key">The master key.</param>
    /// <param name="target">The one that a rotation is to bring; null outside a rotation.</param>
    /// <exception cref="StoreException">It is another database's, was retired, or is not yet the one to start with.</exception>
    public void Open(KeyRing ring, MasterKey key, MasterKey? target)
    {
        if (rows.Count == 0)
        {
            OpenUnrotated(ring, key);
            return;
        }

        var live = rows.Where(row => row.RetiredAt is null).OrderBy(row => row.Version).ToList();
        var mine = Of(rows, key) ?? throw WrongKey();
        // of a command that is run again after it was done
        if (mine.RetiredAt is not null && target is not null && live.Count == 1 && Of(live, target) is { } done)
            (mine, key) = (done, target);
        if (mine.RetiredAt is { } retired)
            throw new StoreException(
                $"The master key is retired: {location} was rotated to another one on {retired:yyyy-MM-dd HH:mm} UTC. Set the new one " +
                "(Store:MasterKeyFile, Store:MasterKeyCommand or Store:MasterKey).");
        if (live.Count is 0 or > 2 || live[^1].Version != info.KeyVersion) throw Altered();
        if (live.Count == 2 && mine == live[1])
            throw new StoreException(
                $"The rotation of {location} to this master key is not finished. Run faceauth keys rotate-master again with the old key " +
                "in the settings, or start with the old key until it is.");

        List<RootKey> roots = [new(mine.Version, Unwrap(mine, key))];
        if (live.Count == 2) roots.Add(new(live[1].Version, Newer(live[1], roots[0].Secret, target)));
        if (!StateSeal.Holds(info, roots[^1].Secret)) throw Altered();
        ring.Open(StateSeal.Read(info), roots, mine.Version, isRecorded: true, info.Authenticated);
    }

    void OpenUnrotated(KeyRing ring, MasterKey key)
    {
        var isRecorded = Equal(info.KeyCheck, key.Check());
        if (!isRecorded && !Equal(info.KeyCheck, key.StatelessCheck()) && !Equal(info.KeyCheck, key.OldCheck())) throw WrongKey();
        if (isRecorded && (info.KeyVersion != 1 || !StateSeal.Holds(info, key))) throw Altered();
        ring.Open(
            isRecorded ? StateSeal.Read(info) : ProtectionState.First, [new(1, key.Copy())], 1, isRecorded,
            isRecorded ? info.Authenticated : 0);
    }

    MasterKey Newer(KeyVersionRow row, MasterKey older, MasterKey? target)
    {
        if (target is not null && Of([row], target) is not null) return Unwrap(row, target);
        if (row.HandedOver is null)
            throw new StoreException(
                $"The master key of {location} is being rotated without handing the new one over. Wait until faceauth keys rotate-master " +
                "has ended, and start with the new one.");
        return older.TryUnwrap(row.HandedOver, row.Version, isHandover: true) ?? throw Altered();
    }

    MasterKey Unwrap(KeyVersionRow row, MasterKey key) =>
        row.Version == 1 ? key.Copy() : key.TryUnwrap(row.Wrapped, row.Version, isHandover: false) ?? throw Altered();

    static KeyVersionRow? Of(List<KeyVersionRow> rows, MasterKey key)
    {
        var check = key.Check();
        return rows.Find(row => Equal(row.KeyCheck, check));
    }

    static bool Equal(byte[] one, byte[] other) => CryptographicOperations.FixedTimeEquals(one, other);

    StoreException WrongKey() => new(
        $"The master key is not the one that the database {location} was made with. Set the right Store:MasterKey, Store:MasterKeyFile " +
        "or Store:MasterKeyCommand.");

    StoreException Altered() => new(
        $"The state of the keys in {location} was altered from outside. Find out who can write to the database and restore it from a " +
        "backup.");
}
