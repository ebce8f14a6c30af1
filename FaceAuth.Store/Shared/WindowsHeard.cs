namespace FaceAuth.Store.Shared;

/// <summary>What a node hears of the others' counts for one key.</summary>
/// <param name="Others">What they come to.</param>
/// <param name="OthersLeft">When the last of them has run out.</param>
/// <param name="Reset">The key's last reset; 0 for none.</param>
internal readonly record struct WindowsHeard(int Others, TimeSpan OthersLeft, long Reset);
