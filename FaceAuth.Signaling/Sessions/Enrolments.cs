using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Whether a signed-in user may enrol a face: a stolen password alone never puts another one on an account.</summary>
/// <remarks>
/// The first face needs the account alone. Another one, once the first was erased, needs an accepted verification against that first one,
/// of at least <c>standard</c>, within five minutes; or an operator, who lets the user enrol once.
/// </remarks>
internal sealed class Enrolments(IFaceErasures erasures, ISessionStore sessions, TimeProvider time)
{
    static readonly TimeSpan ProofLifetime = TimeSpan.FromMinutes(5);

    static readonly IReadOnlyList<string> Proving = [PolicyNames.Standard, PolicyNames.Strict];

    /// <summary>Whether the user may enrol a face now, where they have none.</summary>
    public async ValueTask<bool> MayEnrolAsync(Caller user, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var last = await erasures.FindAsync(Guid.Parse(user.UserId!), cancellation);
        if (last is null || last.MayEnrolUntil > now) return true;
        return await sessions.WasAcceptedAsync(user.Owner, last.SubjectId, Proving, now - ProofLifetime, cancellation);
    }
}
