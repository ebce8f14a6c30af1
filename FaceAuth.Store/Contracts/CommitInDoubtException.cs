namespace FaceAuth.Store.Contracts;

/// <summary>The database was to commit a change and did not say whether it has: all of the call was stored, or nothing.</summary>
/// <remarks>Look which before the same is done again.</remarks>
public sealed class CommitInDoubtException(string message, Exception? inner = null) : StoreException(message, inner);
