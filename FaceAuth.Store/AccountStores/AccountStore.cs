using FaceAuth.Store.Accounts;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace FaceAuth.Store.AccountStores;

/// <summary>ASP.NET Core Identity's accounts, with names and e-mail addresses sealed and found by their keyed hashes.</summary>
/// <remarks>
/// Not Identity's own protection of personal data: that knows no row to bind to, and its converters are kept by EF Core for all stores of
/// the process, whatever their keys. An account whose name was altered in the database is reported and not found.
/// </remarks>
internal sealed class AccountStore(FaceAuthDbContext context, AccountSeal seal, Passkeys passkeys, AlteredRows altered)
    : UserOnlyStore<FaceAuthUser, FaceAuthDbContext, Guid>(context)
{
    public override Task<IdentityResult> CreateAsync(FaceAuthUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (user.Id == Guid.Empty) user.Id = Guid.CreateVersion7();
        seal.Seal(user);
        user.FaceAuthenticator = seal.OfFace(user);
        return base.CreateAsync(user, cancellationToken);
    }

    public override Task<IdentityResult> UpdateAsync(FaceAuthUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        seal.Seal(user);
        return base.UpdateAsync(user, cancellationToken);
    }

    public override async Task<FaceAuthUser?> FindByIdAsync(string userId, CancellationToken cancellationToken = default) =>
        await SoundAsync(await base.FindByIdAsync(userId, cancellationToken));

    public override async Task<FaceAuthUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken = default) =>
        await SoundAsync(await base.FindByNameAsync(seal.HashOf(PersonalKind.UserName, normalizedUserName), cancellationToken));

    public override async Task<FaceAuthUser?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken = default) =>
        await SoundAsync(await base.FindByEmailAsync(seal.HashOf(PersonalKind.Email, normalizedEmail), cancellationToken));

    public override Task<string?> GetUserNameAsync(FaceAuthUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(user.UserName ??= seal.Name(user));
    }

    public override Task<string?> GetEmailAsync(FaceAuthUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(user.Email ??= seal.Email(user));
    }

    public override Task SetNormalizedUserNameAsync(
        FaceAuthUser user, string? normalizedName, CancellationToken cancellationToken = default) => base.SetNormalizedUserNameAsync(
        user, normalizedName is null ? null : seal.HashOf(PersonalKind.UserName, normalizedName), cancellationToken);

    public override Task SetNormalizedEmailAsync(
        FaceAuthUser user, string? normalizedEmail, CancellationToken cancellationToken = default) => base.SetNormalizedEmailAsync(
        user, normalizedEmail is null ? null : seal.HashOf(PersonalKind.Email, normalizedEmail), cancellationToken);

    // Identity's own table of passkeys would keep them in clear

    public override Task AddOrUpdatePasskeyAsync(
        FaceAuthUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        passkeys.PutAsync(Context, user.Id, passkey, cancellationToken);

    public override Task<IList<UserPasskeyInfo>> GetPasskeysAsync(FaceAuthUser user, CancellationToken cancellationToken) =>
        passkeys.ListAsync(Context, user.Id, cancellationToken);

    public override async Task<FaceAuthUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.FindOwnerAsync(Context, credentialId, cancellationToken) is { } owner
            ? await FindUserAsync(owner, cancellationToken) : null;

    public override Task<UserPasskeyInfo?> FindPasskeyAsync(
        FaceAuthUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        passkeys.FindAsync(Context, user.Id, credentialId, cancellationToken);

    public override Task RemovePasskeyAsync(FaceAuthUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        passkeys.RemoveAsync(Context, user.Id, credentialId, cancellationToken);

    protected override async Task<FaceAuthUser?> FindUserAsync(Guid userId, CancellationToken cancellationToken) =>
        await SoundAsync(await base.FindUserAsync(userId, cancellationToken));

    async Task<FaceAuthUser?> SoundAsync(FaceAuthUser? user)
    {
        if (user is null) return null;
        if (user.UserName is not null) return user;   // found before, and perhaps changed since
        if (seal.Holds(user))
        {
            user.UserName = seal.Name(user);
            return user;
        }

        await altered.ReportAsync([AccountSeal.AsAltered(user)]);
        return null;
    }
}
