namespace FaceAuth.Store.Search;

/// <summary>What one index holds: an owner's templates of one model, all of them or those of one group.</summary>
internal readonly record struct IndexKey(string Owner, string Model, Guid? Group = null);
