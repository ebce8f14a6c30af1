namespace FaceAuth.Store.Protection;

/// <summary>What a sealed vector is bound to.</summary>
internal readonly record struct TemplateName(Guid SubjectId, Guid TemplateId, string ModelId);
