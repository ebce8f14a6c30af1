namespace FaceAuth.Store.Relational;

/// <summary>Which migrations a database has.</summary>
/// <param name="Location">Where the database is; never with a password.</param>
/// <param name="Applied">Ids of those that it has, oldest first.</param>
/// <param name="Pending">Ids of those that this version would still apply, oldest first.</param>
/// <param name="Unknown">Ids of those that it has and this version does not know: a newer one applied them.</param>
public sealed record StoreStatus(
    string Location, IReadOnlyList<string> Applied, IReadOnlyList<string> Pending, IReadOnlyList<string> Unknown);
