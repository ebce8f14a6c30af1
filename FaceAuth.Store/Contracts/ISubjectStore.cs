namespace FaceAuth.Store.Contracts;

/// <summary>Keeps subjects and their keys. Safe from many threads.</summary>
public interface ISubjectStore
{
    /// <summary>Finds the owner's subject of that name or creates it with a fresh key.</summary>
    ValueTask<Subject> GetOrCreateAsync(string owner, string externalId, CancellationToken cancellation);

    /// <summary>Finds the owner's subject of that name; null when there is none.</summary>
    ValueTask<Subject?> FindAsync(string owner, string externalId, CancellationToken cancellation);

    /// <summary>Subjects of that name, of some owners, in no particular order; those that there are.</summary>
    /// <param name="owners">At most 1000.</param>
    /// <param name="externalId">What each calls its subject.</param>
    /// <param name="cancellation">Ends it before it is done.</param>
    ValueTask<IReadOnlyList<Subject>> FindNamedAsync(
        IReadOnlyCollection<string> owners, string externalId, CancellationToken cancellation);

    /// <summary>Finds a subject by id; null when there is none.</summary>
    ValueTask<Subject?> FindAsync(Guid subjectId, CancellationToken cancellation);

    /// <summary>Subjects by their ids, at most 1000, in no particular order; those that there are.</summary>
    ValueTask<IReadOnlyList<Subject>> FindManyAsync(IReadOnlyCollection<Guid> subjectIds, CancellationToken cancellation);

    /// <summary>The owner's subjects in the order in which they were made, at most <paramref name="count"/>.</summary>
    /// <param name="owner">Whose; null for everybody's.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="count">Fewer are answered on the last page alone.</param>
    /// <param name="cancellation">Ends it before it is done.</param>
    ValueTask<IReadOnlyList<Subject>> ListAsync(string? owner, Guid? after, int count, CancellationToken cancellation);

    /// <summary>Erases what enrolments that came to nothing left behind; returns how many subjects that were.</summary>
    /// <remarks>
    /// Those created before <paramref name="untouchedSince"/> that have no template and are named by no session that may still enrol them
    /// or ended since, or has pictures kept for review. Their verdicts and courses go with them, as in <see cref="EraseAsync"/>; until then
    /// the name can be tried again, and erased.
    /// </remarks>
    ValueTask<int> EraseEmptyAsync(DateTimeOffset untouchedSince, CancellationToken cancellation);

    /// <summary>Erases a subject for good; null when there is none.</summary>
    /// <remarks>
    /// Its key, templates, consents, places in groups and its sessions' verdicts and courses, in one transaction; other processes' search
    /// indexes follow within a second. The verdicts hold its name; what else is known of those sessions stays, under the subject's id.
    /// </remarks>
    ValueTask<Erasure?> EraseAsync(Guid subjectId, CancellationToken cancellation);

    /// <summary>As <see cref="EraseAsync"/>, but only one that was not used since then; null where it was, or is not there.</summary>
    ValueTask<Erasure?> EraseUnusedAsync(Guid subjectId, DateTimeOffset unusedSince, CancellationToken cancellation);
}
