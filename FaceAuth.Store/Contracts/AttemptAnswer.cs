namespace FaceAuth.Store.Contracts;

/// <summary>Whether an attempt may be made.</summary>
/// <param name="Refused">The count that refuses it; null where none does.</param>
/// <param name="Failures">Failures in a row in that count.</param>
/// <param name="RetryAfter">When it lets one through again; null for never by itself.</param>
public sealed record AttemptAnswer(AttemptBound? Refused, int Failures = 0, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether it may.</summary>
    public bool IsAllowed => Refused is null;

    /// <summary>What was counted, to take it back or to tell its success; null where nothing was.</summary>
    public AttemptTicket? Ticket { get; init; }
}
