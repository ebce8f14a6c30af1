namespace FaceAuth.Accuracy.Verify;

/// <summary>Pictures of two people that look alike to the recogniser, or of one whom the set has under two names.</summary>
/// <param name="A">Index of one picture.</param>
/// <param name="B">Index of the other, the larger.</param>
/// <param name="Similarity">Cosine similarity.</param>
internal readonly record struct AlikePair(int A, int B, float Similarity);
