using FaceAuth.Store.Accounts;

namespace FaceAuth.Store.Contracts;

/// <summary>Remembers of each user that they had a face of their own, whoever took it away. Safe from many threads and nodes.</summary>
/// <remarks>
/// It is written with the enrolment and with the erasure, in one transaction, and holds no more than the subject's id. What was altered in
/// the database is reported, and says that there was a face.
/// </remarks>
public interface IFaceMarks
{
    /// <summary>What the account remembers; of one that is not there, that there was a face which nobody knows.</summary>
    ValueTask<FaceMark> FindAsync(Guid userId, CancellationToken cancellation);

    /// <summary>Lets a user enrol until then without a proof; the next enrolment or erasure ends it.</summary>
    /// <param name="userId">Whom.</param>
    /// <param name="until">Until when.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="reach">The highest role that the account may have at that moment.</param>
    ValueTask<AccountChange> LetEnrolAsync(
        Guid userId, DateTimeOffset until, CancellationToken cancellation, AccountRole reach = AccountRole.Admin);
}
