namespace FaceAuth.Store.Contracts;

/// <summary>What the comparison of one search index with the database came to.</summary>
/// <param name="ModelId">Of which model's templates it is.</param>
/// <param name="IsGroup">Whether it is a group's; else it holds all of an owner's.</param>
/// <param name="Templates">Templates that the database has for it.</param>
/// <param name="Missing">Of those, the ones that the index lacked.</param>
/// <param name="Extra">Templates that the index had and the database has not.</param>
public sealed record IndexFinding(string ModelId, bool IsGroup, int Templates, int Missing, int Extra)
{
    /// <summary>Whether they differed, so that the index was dropped.</summary>
    public bool Differs => Missing + Extra > 0;
}
