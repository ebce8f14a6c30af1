namespace FaceAuth.Store.Audit;

/// <summary>What an entry of one chain says of another.</summary>
/// <param name="Node">The other.</param>
/// <param name="Entry">Number of its last entry at that time.</param>
/// <param name="Hash">Of that entry, in hex.</param>
internal sealed record ChainNote(string Node, long Entry, string Hash);
