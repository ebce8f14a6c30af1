namespace FaceAuth.Store.Protection;

/// <summary>What the data is protected by: new rows by the present ones, rows not yet moved by those since the oldest.</summary>
/// <param name="KeyVersion">Version of the root key that everything new is protected by.</param>
/// <param name="OldestKeyVersion">The oldest that still counts; lower than the present one while a rotation moves rows.</param>
/// <param name="Generation">Generation of the transform of new templates.</param>
/// <param name="OldestGeneration">The oldest that is still compared; lower while templates are renewed.</param>
internal sealed record ProtectionState(int KeyVersion, int OldestKeyVersion, int Generation, int OldestGeneration)
{
    /// <summary>Of a database that never rotated anything.</summary>
    public static ProtectionState First { get; } = new(1, 1, 1, 1);

    public TransformId Transform => new(KeyVersion, Generation);

    public bool IsMovingKeys => OldestKeyVersion < KeyVersion;

    public bool IsRenewing => OldestGeneration < Generation;

    /// <summary>Whether nothing of it is older than in <paramref name="other"/>.</summary>
    public bool IsNoOlderThan(ProtectionState other) =>
        KeyVersion >= other.KeyVersion && OldestKeyVersion >= other.OldestKeyVersion
        && Generation >= other.Generation && OldestGeneration >= other.OldestGeneration;
}
