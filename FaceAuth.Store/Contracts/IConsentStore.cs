namespace FaceAuth.Store.Contracts;

/// <summary>Keeps who agreed to which text before being enrolled. Safe from many threads.</summary>
/// <remarks>Records are only added; they go with their subject.</remarks>
public interface IConsentStore
{
    /// <summary>Records that consent was given.</summary>
    /// <exception cref="SubjectNotFoundException">The subject does not exist or was erased.</exception>
    ValueTask AddAsync(ConsentRecord consent, CancellationToken cancellation);

    /// <summary>Whether there is any, of anybody.</summary>
    ValueTask<bool> AnyAsync(CancellationToken cancellation);

    /// <summary>A subject's, the latest first, at most <paramref name="count"/>.</summary>
    ValueTask<IReadOnlyList<ConsentRecord>> ListAsync(Guid subjectId, int count, CancellationToken cancellation);

    /// <summary>A page of a subject's, the latest recorded first.</summary>
    /// <param name="subjectId">Whose.</param>
    /// <param name="before">The last one looked at for the page before; null for the first page.</param>
    /// <param name="count">How many are looked at, 1 to 1000.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<ConsentPage> PageAsync(Guid subjectId, Guid? before, int count, CancellationToken cancellation);
}
