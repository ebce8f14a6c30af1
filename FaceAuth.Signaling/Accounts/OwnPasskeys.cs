using System.Text.Json;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Signaling.Accounts;

/// <summary>A user's passkeys: add, name, remove; audited.</summary>
internal sealed class OwnPasskeys(
    IPasskeyHandler<FaceAuthUser> handler, UserManager<FaceAuthUser> users, PasskeyQuestions questions, Enrolments enrolments,
    AccountMails mails, IAuditLog audit, TimeProvider time)
{
    /// <summary>More than that nobody needs.</summary>
    public const int Most = 16;

    /// <summary>The question that makes one.</summary>
    public async Task<Outcome<PasskeyQuestion>> AskAsync(
        FaceAuthUser user, Caller caller, HttpContext context, CancellationToken cancellation)
    {
        var there = await users.GetPasskeysAsync(user);
        if (there.Count >= Most) return Refusals.TooManyPasskeys;
        if (await WhyNotAsync(caller, there.Count > 0, cancellation) is { } refusal) return refusal;
        var name = user.UserName!;
        var asked = await handler.MakeCreationOptionsAsync(new() { Id = user.Id.ToString(), Name = name, DisplayName = name }, context);
        return questions.Ask(asked.CreationOptionsJson, asked.AttestationState, caller.Owner);
    }

    /// <summary>Adds the one that answered.</summary>
    public async Task<Outcome<UserPasskeyInfo>> AddAsync(
        FaceAuthUser user, Caller caller, PasskeyAnswer answer, string? name, HttpContext context)
    {
        if (name is not null && !IsName(name)) return BadName;
        if (answer.Credential is not { ValueKind: JsonValueKind.Object } credential
            || await questions.TakeAsync(answer.State, caller.Owner, context.RequestAborted) is not { } state)
            return Refusals.PasskeyFailed;
        var made = await handler.PerformAttestationAsync(
            new() { HttpContext = context, CredentialJson = credential.GetRawText(), AttestationState = state });
        if (!made.Succeeded || made.UserEntity.Id != user.Id.ToString() || !made.Passkey.IsUserVerified) return Refusals.PasskeyFailed;
        var there = await users.GetPasskeysAsync(user);
        if (there.Count >= Most) return Refusals.TooManyPasskeys;
        // of two questions that were asked before there was one, the second needs a proof by now
        if (await WhyNotAsync(caller, there.Count > 0, context.RequestAborted) is { } refusal) return refusal;
        made.Passkey.Name = name;
        // fails where the account was changed meanwhile, by another passkey that is being added
        if (!(await users.AddOrUpdatePasskeyAsync(user, made.Passkey)).Succeeded) return Refusals.PasskeyFailed;
        await AuditAsync("user.passkey_added", user);
        mails.Tell(user, AccountNews.PasskeyAdded);
        return made.Passkey;
    }

    /// <summary>Names one anew; null where it is done.</summary>
    public async Task<Refusal?> NameAsync(FaceAuthUser user, byte[] id, string? name)
    {
        if (!IsName(name)) return BadName;
        if (await users.GetPasskeyAsync(user, id) is not { } passkey) return Refusals.PasskeyUnknown;
        passkey.Name = name;
        return (await users.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded ? null : Refusals.PasskeyUnknown;
    }

    /// <summary>Removes one; null where it is done.</summary>
    public async Task<Refusal?> RemoveAsync(FaceAuthUser user, Caller caller, byte[] id, CancellationToken cancellation)
    {
        if (!await enrolments.SignedInLatelyAsync(caller, cancellation)) return Refusals.SignInAgain;
        if (await users.GetPasskeyAsync(user, id) is null || !(await users.RemovePasskeyAsync(user, id)).Succeeded)
            return Refusals.PasskeyUnknown;
        await AuditAsync("user.passkey_removed", user);
        mails.Tell(user, AccountNews.PasskeyRemoved);
        return null;
    }

    /// <summary>Without a face and a passkey a new sign-in is proof enough.</summary>
    async ValueTask<Refusal?> WhyNotAsync(Caller caller, bool hasPasskeys, CancellationToken cancellation)
    {
        if (await enrolments.MayAddPasskeyAsync(caller, hasPasskeys, cancellation)) return null;
        return await enrolments.SignedInLatelyAsync(caller, cancellation) ? Refusals.PasskeyNeedsProof : Refusals.SignInAgain;
    }

    static bool IsName(string? name) => SubjectNames.IsGroup(name);

    static Refusal BadName => Refusals.BadRequest.With(
        "Name the passkey with 1 to 64 characters, without control characters and without /.");

    ValueTask AuditAsync(string action, FaceAuthUser user) => audit.AppendAsync(
        new(time.GetUtcNow(), action, Caller.OwnerOfUser(user.Id)) { Origin = ClientOrigin.Current }, CancellationToken.None);
}
