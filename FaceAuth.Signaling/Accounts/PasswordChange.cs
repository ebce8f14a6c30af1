using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Another password: by its user who knows the present one, or by a link. Both end every sign-in.</summary>
/// <remarks>Neither proves who somebody is enough for another face.</remarks>
internal sealed class PasswordChange(
    UserManager<FaceAuthUser> users, Credentials credentials, PasswordProofs proofs, SignIns signIns, IPasswordResets resets,
    IPasswordAttempts attempts, AccountMails mails, IAuditLog audit, TimeProvider time)
{
    /// <summary>Changes a user's password; they go on with a new sign-in.</summary>
    public Task<Outcome<TokenPair>> ChangeAsync(Caller caller, string? present, string? next, CancellationToken cancellation) =>
        ChangeAsync(caller, present, next, user => signIns.BeginAsync(user, CancellationToken.None), cancellation);

    /// <summary>As <see cref="ChangeAsync(Caller, string, string, CancellationToken)"/>, where another kind of sign-in begins.</summary>
    public async Task<Outcome<T>> ChangeAsync<T>(
        Caller caller, string? present, string? next, Func<FaceAuthUser, Task<T?>> begin, CancellationToken cancellation) where T : class
    {
        if (!(await proofs.ProveAsync(caller, present, cancellation)).TryGet(out var proof, out var refusal)) return refusal;
        using var held = proof;   // else a second change, with the password of before, would end the sign-in that this one begins
        var user = proof.User;
        if (next == present) return Refusals.BadPassword.With("That is the present password. Choose another one.");
        if (await credentials.SetPasswordAsync(user, next, Refusals.WrongPassword) is { } fault) return fault;
        await resets.ForgetAsync(user.Id, CancellationToken.None);
        await signIns.EndAllAsync(user.Id);
        await AuditAsync("user.password_changed", user);
        mails.Tell(user, AccountNews.PasswordChanged);
        // somebody else set another one right after it
        return await begin(user) is { } begun ? begun : Refusals.WrongPassword;
    }

    /// <summary>Sets a password by a link, which is used up by it; null where it is done.</summary>
    public async Task<Refusal?> ResetAsync(string? token, string? password, CancellationToken cancellation)
    {
        if (token is null || await resets.FindAsync(token, cancellation) is not { } id
            || await users.FindByIdAsync(id.ToString()) is not { DisabledAt: null } user) return Refusals.ResetLinkInvalid;
        // a password that is refused uses nothing up
        if (await credentials.FaultOfAsync(user, password) is { } fault) return fault;
        if (!await resets.RedeemAsync(token, CancellationToken.None)) return Refusals.ResetLinkInvalid;
        if (await credentials.SetPasswordAsync(user, password, Refusals.ResetLinkInvalid) is { } failed) return failed;
        if (!user.EmailConfirmed) await TakeOverAsync(user);
        await signIns.EndAllAsync(user.Id);
        await attempts.ForgetAsync(user.Id, CancellationToken.None);
        await credentials.KnowPlaceAsync(user.Id);
        await AuditAsync("user.password_reset", user);
        mails.Tell(user, AccountNews.PasswordChanged);
        return null;
    }

    /// <summary>The first link that somebody followed shows whose the account is; who made it may have been another.</summary>
    /// <remarks>Passkeys from before would sign that other in. A face stays: the owner may erase it, and an operator lets them enrol.</remarks>
    async Task TakeOverAsync(FaceAuthUser user)
    {
        foreach (var passkey in await users.GetPasskeysAsync(user))
        {
            if (!(await users.RemovePasskeyAsync(user, passkey.CredentialId)).Succeeded) continue;
            await AuditAsync("user.passkey_removed", user);
            mails.Tell(user, AccountNews.PasskeyRemoved);
        }

        user.EmailConfirmed = true;
        await users.UpdateAsync(user);
    }

    ValueTask AuditAsync(string action, FaceAuthUser user) => audit.AppendAsync(
        new(time.GetUtcNow(), action, Caller.OwnerOfUser(user.Id)) { Origin = ClientOrigin.Current }, CancellationToken.None);
}
