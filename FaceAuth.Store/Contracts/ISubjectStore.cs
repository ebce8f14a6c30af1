namespace FaceAuth.Store.Contracts;

/// <summary>Keeps subjects and their keys. Safe from many threads.</summary>
public interface ISubjectStore
{
    /// <summary>Finds the owner's subject of that name or creates it with a fresh key.</summary>
    ValueTask<Subject> GetOrCreateAsync(string owner, string externalId, CancellationToken cancellation);

    /// <summary>Finds the owner's subject of that name; null when there is none.</summary>
    ValueTask<Subject?> FindAsync(string owner, string externalId, CancellationToken cancellation);

    /// <summary>Finds a subject by id; null when there is none.</summary>
    ValueTask<Subject?> FindAsync(Guid subjectId, CancellationToken cancellation);

    /// <summary>The owner's subjects by name, at most <paramref name="count"/> after <paramref name="afterExternalId"/>.</summary>
    ValueTask<IReadOnlyList<Subject>> ListAsync(string owner, string? afterExternalId, int count, CancellationToken cancellation);

    /// <summary>
    /// Erases subjects that were created before <paramref name="untouchedSince"/>, have no template and are named by no session that may still
    /// enrol them or ended since: what enrolments that came to nothing left behind. Their verdicts go with them, as in <see cref="EraseAsync"/>;
    /// until then the name can be tried again, and erased. Returns how many.
    /// </summary>
    ValueTask<int> EraseEmptyAsync(DateTimeOffset untouchedSince, CancellationToken cancellation);

    /// <summary>
    /// Erases a subject for good: its key is destroyed, its templates are deleted, and so are the verdicts of its sessions, which hold its
    /// name; in one transaction. What else is known of those sessions stays, under the subject's id. False when there is none.
    /// </summary>
    ValueTask<bool> EraseAsync(Guid subjectId, CancellationToken cancellation);
}
