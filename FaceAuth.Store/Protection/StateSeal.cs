using System.Security.Cryptography;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Protection;

/// <summary>The keys' state in the database, with its authenticator under the newest root key.</summary>
internal static class StateSeal
{
    /// <summary><see cref="StoreInfoRow.Authenticated"/> of a database of this version.</summary>
    public const int AllAuthenticated = 2;

    /// <summary>Of one whose API keys, consents and accounts have authenticators, but not its sign-ins and accounts' faces.</summary>
    public const int KeysAuthenticated = 1;

    public static ProtectionState Read(StoreInfoRow info) =>
        new(info.KeyVersion, info.OldestKeyVersion, info.Generation, info.OldestGeneration);

    public static void Write(StoreInfoRow info, ProtectionState state, MasterKey root)
    {
        (info.KeyVersion, info.OldestKeyVersion) = (state.KeyVersion, state.OldestKeyVersion);
        (info.Generation, info.OldestGeneration) = (state.Generation, state.OldestGeneration);
        info.StateAuthenticator = Of(state, info.Authenticated, root);
    }

    public static bool Holds(StoreInfoRow info, MasterKey root) =>
        CryptographicOperations.FixedTimeEquals(info.StateAuthenticator, Of(Read(info), info.Authenticated, root));

    static byte[] Of(ProtectionState state, int authenticated, MasterKey root)
    {
        Span<byte> key = stackalloc byte[Envelope.KeyBytes];
        root.DeriveStateKey(key);
        using var fields = new RowFields(5 * sizeof(int));
        fields.Add(state.KeyVersion);
        fields.Add(state.OldestKeyVersion);
        fields.Add(state.Generation);
        fields.Add(state.OldestGeneration);
        // not where there is none: the authenticators of earlier versions hold
        if (authenticated > 0) fields.Add(authenticated);
        var made = HMACSHA256.HashData(key, fields.Written);
        CryptographicOperations.ZeroMemory(key);
        return made;
    }
}
