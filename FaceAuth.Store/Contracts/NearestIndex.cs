namespace FaceAuth.Store.Contracts;

/// <summary>An index of the database by which the nearest templates of a model are found.</summary>
/// <param name="Model">Whose templates.</param>
/// <param name="Name">Its name in the database.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="IsPresent">Whether it is of the transform that new templates are made with.</param>
/// <param name="IsWhole">Whether it can be used; false while it is being made, and when that was broken off.</param>
public sealed record NearestIndex(string Model, string Name, long Bytes, bool IsPresent, bool IsWhole);
