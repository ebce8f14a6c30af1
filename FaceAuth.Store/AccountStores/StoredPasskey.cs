using System.Text.Json;
using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Store.AccountStores;

/// <summary>What is kept of a passkey, as JSON; not what its authenticator said when it was made, which tells the device.</summary>
internal sealed record StoredPasskey(
    byte[] CredentialId, byte[] PublicKey, string? Name, DateTimeOffset CreatedAt, uint SignCount, string[]? Transports,
    bool IsUserVerified, bool IsBackupEligible, bool IsBackedUp)
{
    public static string Write(UserPasskeyInfo passkey) => JsonSerializer.Serialize(new StoredPasskey(
        passkey.CredentialId, passkey.PublicKey, passkey.Name, passkey.CreatedAt, passkey.SignCount, passkey.Transports,
        passkey.IsUserVerified, passkey.IsBackupEligible, passkey.IsBackedUp));

    public static UserPasskeyInfo Read(string json)
    {
        var kept = JsonSerializer.Deserialize<StoredPasskey>(json)!;
        return new(
            kept.CredentialId, kept.PublicKey, kept.CreatedAt, kept.SignCount, kept.Transports, kept.IsUserVerified, kept.IsBackupEligible,
            kept.IsBackedUp, [], [])
        {
            Name = kept.Name,
        };
    }
}
