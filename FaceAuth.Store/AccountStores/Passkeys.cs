using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.AccountStores;

/// <summary>Passkeys in Identity's unit of work: sealed, each bound to its user, and found by the keyed hash of its id.</summary>
/// <remarks>Who can only write the database gives nobody a passkey, nor one to somebody else; one that was altered is reported.</remarks>
internal sealed class Passkeys(PersonalSeal seal, AlteredRows altered)
{
    /// <summary>Adds a passkey, or writes it anew; the caller saves.</summary>
    public async Task PutAsync(FaceAuthDbContext context, Guid user, UserPasskeyInfo passkey, CancellationToken cancellation)
    {
        var hash = HashOf(passkey.CredentialId);
        var row = await context.Passkeys.AsTracking().SingleOrDefaultAsync(p => p.CredentialHash == hash && p.UserId == user, cancellation);
        if (row is null) context.Passkeys.Add(row = new() { Id = Guid.CreateVersion7(), UserId = user, CredentialHash = hash });
        row.Sealed = seal.Seal(PersonalKind.Passkey, row.Id, StoredPasskey.Write(passkey), Bound(row));
    }

    public async Task<IList<UserPasskeyInfo>> ListAsync(FaceAuthDbContext context, Guid user, CancellationToken cancellation)
    {
        var rows = await context.Passkeys.AsNoTracking().Where(p => p.UserId == user).OrderBy(p => p.Id)
            .Take(Limits.PasskeysPerUser).ToListAsync(cancellation);
        await altered.ReportAsync([.. rows.Where(row => Open(row) is null).Select(AsAltered)]);
        return [.. rows.Select(Open).OfType<UserPasskeyInfo>()];
    }

    /// <summary>Whether a user has one that is as this store wrote it; nothing is reported, for a transaction may be running.</summary>
    public async Task<bool> HasAnyAsync(FaceAuthDbContext context, Guid user, CancellationToken cancellation)
    {
        var rows = await context.Passkeys.AsNoTracking().Where(p => p.UserId == user).OrderBy(p => p.Id)
            .Take(Limits.PasskeysPerUser).ToListAsync(cancellation);
        return rows.Exists(row => Open(row) is not null);
    }

    public async Task<Guid?> FindOwnerAsync(FaceAuthDbContext context, byte[] credential, CancellationToken cancellation)
    {
        var hash = HashOf(credential);
        var row = await context.Passkeys.AsNoTracking().SingleOrDefaultAsync(p => p.CredentialHash == hash, cancellation);
        return await SoundAsync(row) is null ? null : row!.UserId;
    }

    public async Task<UserPasskeyInfo?> FindAsync(
        FaceAuthDbContext context, Guid user, byte[] credential, CancellationToken cancellation)
    {
        var hash = HashOf(credential);
        return await SoundAsync(await context.Passkeys.AsNoTracking()
            .SingleOrDefaultAsync(p => p.CredentialHash == hash && p.UserId == user, cancellation));
    }

    /// <summary>Removes one; the caller saves.</summary>
    public async Task RemoveAsync(FaceAuthDbContext context, Guid user, byte[] credential, CancellationToken cancellation)
    {
        var hash = HashOf(credential);
        var row = await context.Passkeys.AsTracking().SingleOrDefaultAsync(p => p.CredentialHash == hash && p.UserId == user, cancellation);
        if (row is not null) context.Passkeys.Remove(row);
    }

    async Task<UserPasskeyInfo?> SoundAsync(PasskeyRow? row)
    {
        if (row is null) return null;
        if (Open(row) is { } passkey) return passkey;
        await altered.ReportAsync([AsAltered(row)]);
        return null;
    }

    UserPasskeyInfo? Open(PasskeyRow row) =>
        seal.TryOpen(PersonalKind.Passkey, row.Id, row.Sealed, Bound(row)) is { } json ? StoredPasskey.Read(json) : null;

    string HashOf(byte[] credential) => Convert.ToBase64String(seal.Hash(PersonalKind.Passkey, Convert.ToBase64String(credential)));

    static string Bound(PasskeyRow row) => $"{row.UserId:N}\n{row.CredentialHash}";

    static AlteredRow AsAltered(PasskeyRow row) => new() { Kind = RowKind.Passkey, RowId = row.Id };
}
