namespace FaceAuth.Store.Contracts;

/// <summary>What is known of a stored template beside the face itself.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ModelId">The recogniser that made it.</param>
/// <param name="Quality">0–1, higher is better.</param>
/// <param name="Origin">How it came to be stored.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record TemplateRecord(Guid Id, string ModelId, float Quality, TemplateOrigin Origin, DateTimeOffset CreatedAt);
