namespace FaceAuth.Store.Shared;

/// <summary>What a node hears of the others' counts for one key.</summary>
/// <param name="Others">What they come to.</param>
/// <param name="OthersLeft">When the last of them has run out.</param>
internal readonly record struct WindowsHeard(int Others, TimeSpan OthersLeft);
