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
    UserManager<FaceAuthUser> users, IPasswordAttempts attempts, PasswordTurns turns, IOptions<AccountOptions> accounts, PlaceWords words,
    IAuditLog audit, TimeProvider time)
{
    static readonly FaceAuthUser Nobody = new() { UserName = "nobody" };
    static readonly string NobodysHash = new PasswordHasher<FaceAuthUser>().HashPassword(Nobody, Guid.NewGuid().ToString());

    /// <summary>Creates an account for somebody who asks for one, where anybody may.</summary>
    public async Task<Outcome<FaceAuthUser>> RegisterAsync(string? name, string? password)
    {
        if (accounts.Value.Registration != Registration.Open) return Refusals.RegistrationClosed;   // it tells nothing about names
        var added = await AddAsync(name, password, AccountRole.User, isOwn: true);
        if (added.TryGet(out var user, out _)) await KnowPlaceAsync(user.Id);
        return added;
    }

    /// <summary>Where somebody chose their password is where they come from: strangers' wrong ones keep nobody there waiting.</summary>
    public ValueTask KnowPlaceAsync(Guid user) => attempts.HandleRightAsync(user, ClientOrigin.Place, CancellationToken.None);

    /// <summary>Creates an account for somebody else, whoever may register.</summary>
    public Task<Outcome<FaceAuthUser>> AddAsync(string? name, string? password, AccountRole role = AccountRole.User) =>
        AddAsync(name, password, role, isOwn: false);

    async Task<Outcome<FaceAuthUser>> AddAsync(string? name, string? password, AccountRole role, bool isOwn)
    {
        if (!AccountRules.IsName(name)) return Refusals.BadUserName;
        return FaultOf(password, name!) is { } fault ? fault : await CreateAsync(name!, password, role, isOwn);
    }

    /// <summary>Creates an account that nobody signs in to with a password until one is set by a link.</summary>
    public async Task<Outcome<FaceAuthUser>> AddWithoutAsync(string? name, AccountRole role) =>
        AccountRules.IsName(name) ? await CreateAsync(name!, null, role, isOwn: false) : Refusals.BadUserName;

    /// <summary>Puts another password in place of a user's, and ends every refresh token; null where it is done.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="password">The password to come.</param>
    /// <param name="late">What is said where the account was changed since it was read: what was proved proves nothing any more.</param>
    public async Task<Refusal?> SetPasswordAsync(FaceAuthUser user, string? password, Refusal late)
    {
        if (await FaultOfAsync(user, password) is { } fault) return fault;
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password!);
        // stores both
        var stored = await users.UpdateSecurityStampAsync(user);
        if (stored.Succeeded) return null;
        return stored.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure)) ? late : Refusals.InternalError;
    }

    /// <summary>Why a user may not have a password; null where they may.</summary>
    public async Task<Refusal?> FaultOfAsync(FaceAuthUser user, string? password)
    {
        if (FaultOf(password, user.UserName!) is { } fault) return fault;
        foreach (var rule in users.PasswordValidators)
            if (!(await rule.ValidateAsync(users, user, password)).Succeeded) return Refusals.BadPassword;
        return null;
    }

    Refusal? FaultOf(string? password, string name)
    {
        if (password is null or { Length: > AccountRules.MaxPasswordLength }) return Refusals.BadPassword;
        return CommonPasswords.Has(password, name, words.All) ? Refusals.CommonPassword : null;
    }

    /// <summary>The user of that name and password: unknown, wrong and one that has to wait look and take the same.</summary>
    /// <remarks>Who gave the right password of a disabled account is told that it is: nobody else learns it.</remarks>
    public async Task<Outcome<FaceAuthUser>> LoginAsync(string? name, string? password, CancellationToken cancellation)
    {
        if (name is null or { Length: > AccountRules.MaxNameLength } || password is null or { Length: > AccountRules.MaxPasswordLength })
            return Refusals.LoginFailed;
        var place = ClientOrigin.Place;
        using var turn = await turns.TakeAsync(users.NormalizeName(name), place, cancellation);
        if (turn is null) return PasswordTurns.None;
        var user = await users.FindByNameAsync(name);
        if (user is null or { PasswordHash: null } || await users.IsLockedOutAsync(user)
            || !await attempts.TryBeginAsync(user.Id, place, AccountRules.DelayAfter, cancellation))
        {
            users.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password);
            await AuditAsync("user.login_failed", user);
            return Refusals.LoginFailed;
        }

        if (!await users.CheckPasswordAsync(user, password))
        {
            await AuditAsync("user.login_failed", user);
            return Refusals.LoginFailed;
        }

        await attempts.HandleRightAsync(user.Id, place, CancellationToken.None);
        if (user.DisabledAt is not null)
        {
            await AuditAsync("user.login_failed", user);
            return Refusals.AccountDisabled;
        }

        await AuditAsync("user.login", user);
        return user;
    }

    async Task<Outcome<FaceAuthUser>> CreateAsync(string name, string? password, AccountRole role, bool isOwn)
    {
        var user = new FaceAuthUser { UserName = name, Role = role, CreatedAt = time.GetUtcNow() };
        try
        {
            var created = password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password);
            if (!created.Succeeded)
            {
                var isTaken = created.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.DuplicateUserName));
                return isTaken ? Refusals.NameTaken : Refusals.BadPassword;
            }
        }
        catch (DbUpdateException) when (user.NormalizedUserName is { } taken && users.Users.Any(other => other.NormalizedUserName == taken))
        {
            return Refusals.NameTaken;   // by somebody who registered in the same moment
        }

        if (isOwn) await AuditAsync("user.registered", user);
        else await AuditAsync("user.registered", StaffScope.Actor, $$"""{"account":"{{Caller.OwnerOfUser(user.Id)}}"}""");
        return user;
    }

    ValueTask AuditAsync(string action, FaceAuthUser? user) =>
        AuditAsync(action, user is null ? "system" : Caller.OwnerOfUser(user.Id), null);

    // whoever hangs up is in the log all the same
    ValueTask AuditAsync(string action, string actor, string? details) => audit.AppendAsync(
        new(time.GetUtcNow(), action, actor, Details: details) { Origin = ClientOrigin.Current }, CancellationToken.None);
}
