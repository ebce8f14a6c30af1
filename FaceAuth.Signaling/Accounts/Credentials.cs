using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Registers accounts and checks passwords; every attempt is audited.</summary>
internal sealed class Credentials(
    UserManager<FaceAuthUser> users, IPasswordAttempts attempts, IOptions<AccountOptions> accounts, IAuditLog audit, TimeProvider time)
{
    static readonly FaceAuthUser Nobody = new() { UserName = "nobody" };
    static readonly string NobodysHash = new PasswordHasher<FaceAuthUser>().HashPassword(Nobody, Guid.NewGuid().ToString());

    /// <summary>Creates an account for somebody who asks for one, where anybody may.</summary>
    public async Task<Outcome<FaceAuthUser>> RegisterAsync(string? name, string? password) =>
        accounts.Value.Registration == Registration.Open ? await AddAsync(name, password)
            : Refusals.RegistrationClosed;   // before all else: it tells nothing about names

    /// <summary>Creates an account, whoever may register.</summary>
    public async Task<Outcome<FaceAuthUser>> AddAsync(string? name, string? password)
    {
        if (!AccountRules.IsName(name)) return Refusals.BadUserName;
        if (password is null or { Length: > AccountRules.MaxPasswordLength }) return Refusals.BadPassword;
        if (CommonPasswords.Has(password, name!)) return Refusals.CommonPassword;
        var user = new FaceAuthUser { UserName = name, CreatedAt = time.GetUtcNow() };
        if (await CreateAsync(user, password) is { } refusal) return refusal;
        await AuditAsync("user.registered", user);
        return user;
    }

    /// <summary>The user of that name and password, or null: unknown, wrong and one that has to wait look and take the same.</summary>
    public async Task<FaceAuthUser?> LoginAsync(string? name, string? password, CancellationToken cancellation)
    {
        if (name is null or { Length: > AccountRules.MaxNameLength } || password is null or { Length: > AccountRules.MaxPasswordLength })
            return null;
        var user = await users.FindByNameAsync(name);
        var place = ClientOrigin.Place;
        if (user is null || await users.IsLockedOutAsync(user)
            || !await attempts.TryBeginAsync(user.Id, place, AccountRules.DelayAfter, cancellation))
        {
            users.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password);
            await AuditAsync("user.login_failed", user);
            return null;
        }

        if (!await users.CheckPasswordAsync(user, password))
        {
            await AuditAsync("user.login_failed", user);
            return null;
        }

        await attempts.HandleRightAsync(user.Id, place, CancellationToken.None);
        await AuditAsync("user.login", user);
        return user;
    }

    async Task<Refusal?> CreateAsync(FaceAuthUser user, string password)
    {
        try
        {
            var created = await users.CreateAsync(user, password);
            if (created.Succeeded) return null;
            var isTaken = created.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.DuplicateUserName));
            return isTaken ? Refusals.NameTaken : Refusals.BadPassword;
        }
        catch (DbUpdateException) when (user.NormalizedUserName is { } name && users.Users.Any(other => other.NormalizedUserName == name))
        {
            return Refusals.NameTaken;   // by somebody who registered in the same moment
        }
    }

    // whoever hangs up is in the log all the same
    ValueTask AuditAsync(string action, FaceAuthUser? user) => audit.AppendAsync(
        new(time.GetUtcNow(), action, user is null ? "system" : Caller.OwnerOfUser(user.Id)) { Origin = ClientOrigin.Current },
        CancellationToken.None);
}
