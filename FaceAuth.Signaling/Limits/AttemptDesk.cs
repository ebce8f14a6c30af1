using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Limits;

/// <summary>What the staff does about failed attempts with a face, over the API and in the console.</summary>
internal sealed class AttemptDesk(
    IAccountDirectory accounts, IRelyingPartyStore parties, ISubjectStore subjects, IFaceAttempts attempts, AttemptRelease release)
{
    /// <summary>Frees an account's user; null where it is done.</summary>
    public async Task<Refusal?> FreeAccountAsync(Guid user, Staff staff, CancellationToken cancellation)
    {
        // of the staff too, whom an operator does not reach
        if (await accounts.FindAsync(user, cancellation) is { } found && !staff.MayChange(found.Role)) return Refusals.AccountOutOfReach;
        await release.FreeAsync(user, staff.Actor, cancellation);
        return null;
    }

    /// <summary>Frees a relying party's subject, by their names; null where it is done.</summary>
    public async Task<Refusal?> FreeSubjectAsync(string party, string subject, Staff staff, CancellationToken cancellation)
    {
        if (!SubjectNames.IsName(subject) || await parties.FindAsync(party, cancellation) is not { } owner
            || await subjects.FindAsync(Caller.OwnerOfRelyingParty(owner.Id), subject, cancellation) is not { } known)
            return Refusals.SubjectUnknown.With("There is no relying party and subject of those names. Check them.");
        await release.FreeAsync(known, staff.Actor, cancellation);
        return null;
    }

    /// <summary>Frees whoever a count is of; null where it is done.</summary>
    public async Task<Refusal?> FreeAsync(AttemptScope scope, Guid holder, Staff staff, CancellationToken cancellation)
    {
        if (scope == AttemptScope.Account) return await FreeAccountAsync(holder, staff, cancellation);
        if (await subjects.FindAsync(holder, cancellation) is not { } subject) return Refusals.SubjectUnknown;
        if (Caller.UserOf(subject.Owner) is { } user) return await FreeAccountAsync(user, staff, cancellation);
        await release.FreeAsync(subject, staff.Actor, cancellation);
        return null;
    }

    /// <summary>Counts of single people that make them wait or have switched their face off, the newest first.</summary>
    public ValueTask<IReadOnlyList<HeldAttempts>> ListAsync(int least, Guid? before, int count, CancellationToken cancellation) =>
        attempts.ListAsync(least, before, count, cancellation);
}
