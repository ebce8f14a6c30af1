using System.Text.Json;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Signing in with a passkey: it names the account, and nobody else is told which there are. Every attempt is audited.</summary>
internal sealed class PasskeySignIn(
    IPasskeyHandler<FaceAuthUser> handler, UserManager<FaceAuthUser> users, PasskeyQuestions questions, IAuditLog audit, TimeProvider time)
{
    /// <summary>What the framework says of a signature counter that has not gone on.</summary>
    const string CounterFault = "signature counter";

    /// <summary>The question.</summary>
    public async Task<PasskeyQuestion> AskAsync(HttpContext context)
    {
        var asked = await handler.MakeRequestOptionsAsync(null, context);
        return questions.Ask(asked.RequestOptionsJson, asked.AssertionState, PasskeyQuestions.Anybody);
    }

    /// <summary>Whose passkey answered; null where none did that counts.</summary>
    public async Task<FaceAuthUser?> LoginAsync(PasskeyAnswer answer, HttpContext context)
    {
        if (answer.Credential is not { ValueKind: JsonValueKind.Object } credential
            || await questions.TakeAsync(answer.State, PasskeyQuestions.Anybody, context.RequestAborted) is not { } state) return null;
        var result = await handler.PerformAssertionAsync(
            new() { HttpContext = context, CredentialJson = credential.GetRawText(), AssertionState = state });
        if (!result.Succeeded)
        {
            // a counter that stands still or goes back is a copy's: told behind its signature, which was good
            var isCopied = result.Failure.Message.Contains(CounterFault, StringComparison.OrdinalIgnoreCase);
            await AuditAsync(isCopied ? "user.passkey_copied" : "user.passkey_failed", await OwnerOfAsync(credential));
            return null;
        }

        var user = result.User;
        if (user.DisabledAt is not null || !(await users.AddOrUpdatePasskeyAsync(user, result.Passkey)).Succeeded)
        {
            await AuditAsync("user.passkey_failed", user);
            return null;
        }

        await AuditAsync("user.passkey_login", user);
        return user;
    }

    async Task<FaceAuthUser?> OwnerOfAsync(JsonElement credential)
    {
        if (!credential.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String) return null;
        try
        {
            return await users.FindByPasskeyIdAsync(Base64UrlEncoder.DecodeBytes(id.GetString()));
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            return null;   // half a surrogate pair is JSON, and no text
        }
    }

    ValueTask AuditAsync(string action, FaceAuthUser? user) => audit.AppendAsync(
        new(time.GetUtcNow(), action, user is null ? "system" : Caller.OwnerOfUser(user.Id)) { Origin = ClientOrigin.Current },
        CancellationToken.None);
}
