namespace FaceAuth.Store.Contracts;

/// <summary>Keeps who agreed to which text before being enrolled. Safe from many threads.</summary>
/// <remarks>Records are only added; they go with their subject.</remarks>
public interface IConsentStore
{
    /// <summary>Records that consent was given.</summary>
    /// <exception cref="SubjectNotFoundException">The subject does not exist or was erased.</exception>
    ValueTask AddAsync(ConsentRecord consent, CancellationToken cancellation);

    /// <summary>A subject's, the latest first, at most <paramref name="count"/>.</summary>
    ValueTask<IReadOnlyList<ConsentRecord>> ListAsync(Guid subjectId, int count, CancellationToken cancellation);
}
