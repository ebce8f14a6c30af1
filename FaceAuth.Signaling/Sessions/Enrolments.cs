using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Whether a signed-in user may enrol a face: a stolen password alone never puts another one on an account.</summary>
/// <remarks>
/// The first face needs the account alone. Another one, once the first is gone, by whatever way, needs an accepted verification against
/// that first one, of at least <c>standard</c>, in the same sign-in within five minutes; or a sign-in with a passkey within five minutes; or an operator, who
/// lets the user enrol once. So that a password leads to no passkey which leads to a face, adding one needs the same, once there is a face
/// or a passkey; the first passkey of an account without a face, and removing one, need a sign-in within five minutes.
/// </remarks>
internal sealed class Enrolments(
    IFaceMarks faces, ISessionStore sessions, ISubjectStore subjects, ISignInStore signIns, TimeProvider time)
{
    static readonly TimeSpan ProofLifetime = TimeSpan.FromMinutes(5);

    static readonly IReadOnlyList<string> Proving = [PolicyNames.Standard, PolicyNames.Strict];

    /// <summary>Whether the user may enrol a face now, where they have none.</summary>
    public async ValueTask<bool> MayEnrolAsync(Caller user, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var mark = await faces.FindAsync(Guid.Parse(user.UserId!), cancellation);
        if (mark.SubjectId is not { } last || mark.MayEnrolUntil > now) return true;
        return await ShowedPasskeyAsync(user, cancellation) || await ShowedFaceAsync(user, last, cancellation);
    }

    /// <summary>Whether the user may add a passkey now.</summary>
    public async ValueTask<bool> MayAddPasskeyAsync(Caller user, bool hasPasskeys, CancellationToken cancellation)
    {
        var mark = await faces.FindAsync(Guid.Parse(user.UserId!), cancellation);
        var enrolled = await subjects.FindAsync(user.Owner, user.UserId!, cancellation);
        var face = enrolled is { TemplateCount: > 0 } ? enrolled.Id : mark.SubjectId;
        if (mark.MayEnrolUntil > time.GetUtcNow()) return true;
        if (face is null && !hasPasskeys) return await SignedInLatelyAsync(user, cancellation);
        return await ShowedPasskeyAsync(user, cancellation)
            || (face is { } subject && await ShowedFaceAsync(user, subject, cancellation));
    }

    /// <summary>Whether the user has proved within five minutes who they are, with the password or with a passkey.</summary>
    /// <remarks>Whoever finds an open browser, or has a stolen token, changes nothing of what signs in (OWASP ASVS 5.0, 7.5.1).</remarks>
    public async ValueTask<bool> SignedInLatelyAsync(Caller user, CancellationToken cancellation) =>
        user.SignIn is { } id && await signIns.FindAsync(Guid.Parse(user.UserId!), id, cancellation) is { } signIn
        && signIn.CreatedAt > time.GetUtcNow() - ProofLifetime;

    async ValueTask<bool> ShowedPasskeyAsync(Caller user, CancellationToken cancellation) =>
        user.SignIn is { } id && await signIns.FindAsync(Guid.Parse(user.UserId!), id, cancellation) is { } signIn
        && signIn.PasskeyAt > time.GetUtcNow() - ProofLifetime;

    /// <remarks>In the very sign-in that asks: whoever signed in with a stolen password waits for no face of the owner's.</remarks>
    async ValueTask<bool> ShowedFaceAsync(Caller user, Guid subject, CancellationToken cancellation) =>
        user.SignIn is { } id
        && await sessions.WasAcceptedAsync(id, subject, Proving, time.GetUtcNow() - ProofLifetime, cancellation);
}
