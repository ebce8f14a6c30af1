namespace FaceAuth.Accuracy.Verify;

/// <summary>One comparison.</summary>
/// <param name="A">Index of one picture.</param>
/// <param name="B">Index of the other.</param>
/// <param name="Same">Whether both are of one person.</param>
/// <param name="Fold">Which part of the set it belongs to, from 1.</param>
/// <param name="Label">Its group; null for none.</param>
internal readonly record struct VerifyPair(int A, int B, bool Same, int Fold, string? Label);
