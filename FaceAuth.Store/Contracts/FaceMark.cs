namespace FaceAuth.Store.Contracts;

/// <summary>What an account remembers of its user's own face.</summary>
/// <param name="SubjectId">
/// The subject of the last face, enrolled or erased; null where there never was one. <see cref="Guid.Empty"/>, of whom nobody was ever
/// verified, where the account was altered in the database: which face it was is not known then.
/// </param>
/// <param name="MayEnrolUntil">UTC; until then an operator lets the user enrol without a proof. Null for not.</param>
public sealed record FaceMark(Guid? SubjectId, DateTimeOffset? MayEnrolUntil);
