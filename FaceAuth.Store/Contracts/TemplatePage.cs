namespace FaceAuth.Store.Contracts;

/// <summary>A page of a subject's templates by their ids.</summary>
/// <param name="Templates">Those that were as this store wrote them; there may be fewer than asked for.</param>
/// <param name="Last">The last one looked at, for the next page; null on the last page.</param>
public sealed record TemplatePage(IReadOnlyList<TemplateRecord> Templates, Guid? Last);
