namespace FaceAuth.Store.Contracts;

/// <summary>
/// Keeps face templates, protected at rest: a keyed orthogonal transform for comparing, and the original sealed under a key of the
/// subject's own.
/// </summary>
/// <remarks>
/// Callers hand in and compare plain unit vectors; protection never leaves the store. Safe from many threads. Throws only when the database
/// fails or a call is wrong.
/// </remarks>
public interface ITemplateStore
{
    /// <summary>Adds templates of one subject in one transaction: all are stored or none.</summary>
    /// <remarks>
    /// Beyond the subject's limits per model the enrolled ones of least quality, or the oldest adapted ones, are removed in the same
    /// transaction.
    /// </remarks>
    /// <exception cref="ArgumentException">No template, different models or origins, or a vector that is not of unit length.</exception>
    /// <exception cref="SubjectNotFoundException">The subject does not exist or was erased.</exception>
    ValueTask AddAsync(Guid subjectId, IReadOnlyList<FaceTemplate> templates, CancellationToken cancellation);

    /// <summary>As <see cref="AddAsync"/>, but only while the subject's templates of that model are <paramref name="expected"/>.</summary>
    /// <remarks>
    /// They are looked at in the same transaction, so that what is added has been compared with all that is there. False where they have
    /// changed, or where the session is over that it is added for, and then nothing is stored.
    /// </remarks>
    ValueTask<bool> TryAddAsync(
        Guid subjectId, IReadOnlyList<FaceTemplate> templates, TemplateSetVersion expected, CancellationToken cancellation,
        Guid? session = null);

    /// <summary>Loads one subject's templates of one model; null when there are none.</summary>
    /// <remarks>One that was altered from outside is not among them; it is reported, and gone once the subject is enrolled again.</remarks>
    ValueTask<ITemplateSet?> LoadAsync(Guid subjectId, string modelId, CancellationToken cancellation);

    /// <summary>The <paramref name="count"/> most similar subjects of an owner, or of one of its groups, best first, each once.</summary>
    ValueTask<IReadOnlyList<TemplateMatch>> NearestAsync(
        string owner, string modelId, ReadOnlyMemory<float> probe, int count, CancellationToken cancellation, Guid? group = null);
}
