using FaceAuth.Store.Protection;

namespace FaceAuth.Store.Templates;

/// <summary>Those of a subject's templates that are under one transform.</summary>
/// <param name="Transform">What protects them.</param>
/// <param name="Rows">Protected vectors, enrolled ones first.</param>
/// <param name="Enrolled">How many of them are.</param>
internal readonly record struct TemplatePart(OrthogonalTransform Transform, IReadOnlyList<byte[]> Rows, int Enrolled);
