namespace FaceAuth.Store.Contracts;

/// <summary>A subject found by a search.</summary>
/// <param name="SubjectId">Whose template it is.</param>
/// <param name="Similarity">Cosine similarity of that subject's best template, −1 to 1.</param>
public readonly record struct TemplateMatch(Guid SubjectId, float Similarity);
