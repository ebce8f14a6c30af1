namespace FaceAuth.Store.Contracts;

/// <summary>A decision that people look at again. The verdict stays as it was signed; this says what they found.</summary>
/// <param name="Id">Of the review; later ones are larger.</param>
/// <param name="SessionId">What is looked at. The review goes with it.</param>
/// <param name="Cause">Why.</param>
/// <param name="OpenedAt">UTC.</param>
/// <param name="State">How it stands.</param>
/// <param name="Judgements">Who judged how, the first first; at most <see cref="MostJudgements"/>.</param>
/// <param name="ClosedAt">UTC; null while it is open.</param>
public sealed record ReviewRecord(
    Guid Id, Guid SessionId, ReviewCause Cause, DateTimeOffset OpenedAt, ReviewState State, IReadOnlyList<ReviewJudgement> Judgements,
    DateTimeOffset? ClosedAt)
{
    /// <summary>Most people who judge one: four eyes.</summary>
    public const int MostJudgements = 2;
}

/// <summary>One person's judgement.</summary>
/// <param name="By">The account.</param>
/// <param name="Overturns">Whether the decision was wrong.</param>
/// <param name="At">UTC.</param>
public sealed record ReviewJudgement(Guid By, bool Overturns, DateTimeOffset At);
