namespace FaceAuth.Store.Contracts;

/// <summary>The last face of a user's own that was erased.</summary>
/// <param name="SubjectId">The subject that it was of.</param>
/// <param name="MayEnrolUntil">UTC; until then an operator lets the user enrol without a proof. Null for not.</param>
public sealed record FaceErasure(Guid SubjectId, DateTimeOffset? MayEnrolUntil);
