namespace FaceAuth.Store.Audit;

/// <summary>The last line of an export, by which it is signed as a whole.</summary>
/// <param name="Entries">How many entries are in it.</param>
/// <param name="Chains">Of how many chains.</param>
/// <param name="Digest">SHA-256 over all lines before, with their ends.</param>
/// <param name="KeyId">The key that signed; null for none.</param>
/// <param name="Signature">Over the rest; null for none.</param>
internal sealed record ExportEnd(long Entries, long Chains, byte[] Digest, string? KeyId, byte[]? Signature);
