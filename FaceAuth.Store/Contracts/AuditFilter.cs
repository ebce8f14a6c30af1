namespace FaceAuth.Store.Contracts;

/// <summary>Which audit entries are listed; what is null bounds nothing.</summary>
/// <param name="Actor">Whose.</param>
/// <param name="Action">What was done.</param>
/// <param name="SessionId">Of which session.</param>
/// <param name="SubjectId">About whom.</param>
/// <param name="From">At this time or later.</param>
/// <param name="To">Before this time.</param>
public sealed record AuditFilter(
    string? Actor = null, string? Action = null, Guid? SessionId = null, Guid? SubjectId = null, DateTimeOffset? From = null,
    DateTimeOffset? To = null);
