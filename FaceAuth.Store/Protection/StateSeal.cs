using System.Security.Cryptography;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Protection;

/// <summary>The keys' state in the database, with its authenticator under the newest root key.</summary>
internal static class StateSeal
{
    public static ProtectionState Read(StoreInfoRow info) =>
        new(info.KeyVersion, info.OldestKeyVersion, info.Generation, info.OldestGeneration);

    public static void Write(StoreInfoRow info, ProtectionState state, MasterKey root)
    {
        (info.KeyVersion, info.OldestKeyVersion) = (state.KeyVersion, state.OldestKeyVersion);
        (info.Generation, info.OldestGeneration) = (state.Generation, state.OldestGeneration);
        info.StateAuthenticator = Of(state, root);
    }

    public static bool Holds(StoreInfoRow info, MasterKey root) =>
        CryptographicOperations.FixedTimeEquals(info.StateAuthenticator, Of(Read(info), root));

    static byte[] Of(ProtectionState state, MasterKey root)
    {
        Span<byte> key = stackalloc byte[Envelope.KeyBytes];
        root.DeriveStateKey(key);
        using var fields = new RowFields(4 * sizeof(int));
        fields.Add(state.KeyVersion);
        fields.Add(state.OldestKeyVersion);
        fields.Add(state.Generation);
        fields.Add(state.OldestGeneration);
        var made = HMACSHA256.HashData(key, fields.Written);
        CryptographicOperations.ZeroMemory(key);
        return made;
    }
}
