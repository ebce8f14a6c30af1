namespace FaceAuth.Store.Contracts;

/// <summary>A person's own count of failed attempts that has come to a bound, as the staff sees it.</summary>
/// <param name="Id">The count's own id; later ones are larger.</param>
/// <param name="Scope">Whose it is: <see cref="AttemptScope.Subject"/> or <see cref="AttemptScope.Account"/>.</param>
/// <param name="Holder">The subject or the user.</param>
/// <param name="Purpose">What was tried.</param>
/// <param name="Rank">How strict the policy is, 0 for the mildest.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="TriedAt">UTC; the last one.</param>
/// <param name="IsAltered">Whether it was altered from outside: then it counts as full, whatever it says.</param>
public sealed record HeldAttempts(
    Guid Id, AttemptScope Scope, Guid Holder, SessionPurpose Purpose, int Rank, int Failures, DateTimeOffset TriedAt, bool IsAltered);
