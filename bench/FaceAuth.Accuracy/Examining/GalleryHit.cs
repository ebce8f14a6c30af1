namespace FaceAuth.Accuracy.Examining;

/// <summary>The best match of a probe.</summary>
/// <param name="Person">Whose template it is: the number they were enrolled with.</param>
/// <param name="Similarity">Cosine similarity, −1 to 1.</param>
internal readonly record struct GalleryHit(int Person, float Similarity);
