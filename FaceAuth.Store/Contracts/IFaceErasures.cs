namespace FaceAuth.Store.Contracts;

/// <summary>Remembers of each user that a face of theirs was erased, whoever erased it. Safe from many threads and nodes.</summary>
/// <remarks>It is written with the erasure, in one transaction, and holds no more than the erased subject's id.</remarks>
public interface IFaceErasures
{
    /// <summary>The user's last erasure; null where no face of theirs was ever erased.</summary>
    ValueTask<FaceErasure?> FindAsync(Guid userId, CancellationToken cancellation);

    /// <summary>Lets a user enrol until then without a proof; the next erasure ends it.</summary>
    ValueTask LetEnrolAsync(Guid userId, DateTimeOffset until, CancellationToken cancellation);
}
