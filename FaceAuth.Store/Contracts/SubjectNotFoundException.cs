namespace FaceAuth.Store.Contracts;

/// <summary>A call named a subject that does not exist or was erased.</summary>
public sealed class SubjectNotFoundException(Guid subjectId)
    : Exception($"Subject {subjectId} does not exist. Create it before adding templates.")
{
    /// <summary>The subject asked for.</summary>
    public Guid SubjectId { get; } = subjectId;
}
