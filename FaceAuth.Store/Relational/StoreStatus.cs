namespace FaceAuth.Store.Relational;

/// <summary>Which migrations a database has.</summary>
/// <param name="Location">Where the database is; never with a password.</param>
/// <param name="Applied">Ids of those that it has, oldest first.</param>
/// <param name="Pending">Ids of those that this version would still apply, oldest first.</param>
/// <param name="Unknown">Ids of those that it has and this version does not know: a newer one applied them.</param>
/// <param name="Lack">What is missing there that a migration cannot make, with what to do; null for nothing.</param>
/// <param name="Absence">That there is no store, with what to do; null where there is one, whole or in part.</param>
/// <param name="IsPartOfCopy">Whether a copy into it was broken off, so that nothing can be opened there.</param>
public sealed record StoreStatus(
    string Location, IReadOnlyList<string> Applied, IReadOnlyList<string> Pending, IReadOnlyList<string> Unknown,
    string? Lack, string? Absence, bool IsPartOfCopy);
