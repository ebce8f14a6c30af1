namespace FaceAuth.Store.Contracts;

/// <summary>Which sessions are listed; what is null bounds nothing.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="SubjectId">About whom, or who was found.</param>
/// <param name="Purpose">What they are for.</param>
/// <param name="State">How far they are.</param>
/// <param name="Outcome">How they ended.</param>
/// <param name="Policy">Their policy's name.</param>
/// <param name="From">Created at this time or later.</param>
/// <param name="To">Created before this time.</param>
public sealed record SessionFilter(
    string? Owner = null, Guid? SubjectId = null, SessionPurpose? Purpose = null, SessionState? State = null, string? Outcome = null,
    string? Policy = null, DateTimeOffset? From = null, DateTimeOffset? To = null);
